import type { Trigger } from '../model.ts';
import { child, entriesOf, isAbsent, literalText, type TemplateNode, toPlain } from '../tree/model.ts';
import type { Properties } from './properties.ts';

/** SAM's `Events`, and its `FunctionUrlConfig` as a trigger of the type `FunctionUrl`. */
export function readTriggers(properties: Properties): readonly Trigger[] {
  if (properties.type !== 'AWS::Serverless::Function') return [];
  const events = entriesOf(properties.get('Events')).flatMap(({ key, value }): readonly Trigger[] => {
    const type = literalText(child(value, 'Type'));
    return type === undefined ? [] : [{ name: key, type, properties: plainProperties(child(value, 'Properties')) }];
  });
  const url = properties.get('FunctionUrlConfig');
  if (url === undefined || isAbsent(url)) return events;
  return [...events, { name: 'FunctionUrl', type: 'FunctionUrl', properties: plainProperties(url) }];
}

/** Intrinsic functions are in it in their long form. */
function plainProperties(node: TemplateNode | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entriesOf(node).map(({ key, value }) => [key, toPlain(value)]));
}
