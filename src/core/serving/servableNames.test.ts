import { expect, test } from 'vitest';
import type { FunctionDefinition, Trigger } from '../project/model.ts';
import { bareFunction } from '../project/testing.ts';
import type { WebSocketApi } from '../project/webSockets/model.ts';
import type { GoodTemplate } from './lastGood.ts';
import { ServableNames } from './servableNames.ts';

const absent = { kind: 'absent' } as const;
const route: Trigger = { name: 'r', type: 'WebSocket', properties: { ApiId: 'Chat', Owner: '/shop', route: '$connect' } };
const fn = (logicalId: string, triggers: readonly Trigger[] = []) =>
  bareFunction({ folder: '/shop', runtime: absent, handler: absent, logicalId, triggers });

function template(functions: readonly FunctionDefinition[], webSockets?: readonly WebSocketApi[]): GoodTemplate {
  const analysed = functions.map((definition) => ({ definition, resolution: { kind: 'unknown', reason: '' } }));
  return {
    kind: 'template',
    path: '/shop/x',
    format: 'cdk',
    functions: analysed,
    ...(webSockets && { webSockets }),
  } as unknown as GoodTemplate;
}

const own = (notes: readonly string[]): WebSocketApi => ({
  name: 'Own',
  stage: { name: 'prod', variables: {} },
  routeSelection: '$request.body.action',
  routes: [{ key: '$default', functionName: 'aws_lambda_function.f', answers: false }],
  notes,
});

test('WebSocket APIs are those of templates, else those that their functions tell of, by names that Lambda takes', () => {
  const served = (...templates: readonly GoodTemplate[]) =>
    new ServableNames()
      .of(templates)
      .webSockets.map(({ name, routes }) => [name, ...routes.map((each) => `${each.key} ${each.functionName}`)]);
  const told = fn('aws_lambda_function.f', [route]);
  expect(served(template([told]), template([fn('g')]))).toEqual([['Chat', '$connect aws_lambda_function-f']]);
  expect(served(template([told], [own([])]))).toEqual([['Own', '$default aws_lambda_function-f']]);
  // What a program leaves open, its synthesized template knows.
  expect(served(template([told], [own(['A route is not served.'])]))).toEqual([['Chat', '$connect aws_lambda_function-f']]);
  expect(served(template([fn('aws_lambda_function.f')], [own(['A route is not served.'])]))).toEqual([
    ['Own', '$default aws_lambda_function-f'],
  ]);
});
