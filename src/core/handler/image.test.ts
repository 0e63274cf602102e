import { expect, test } from 'vitest';
import { createSyntax } from '../syntax/index.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn } from './testing/summary.ts';

test('an image isn’t looked into; its Dockerfile is where to look, when it is there', async () => {
  const check = async (dockerfile: string, path: string | undefined) => {
    const definition = functionAt('a.b', 'nodejs22.x', { packageType: 'Image', code: { kind: 'image', dockerfile } });
    const reason = 'a container image holds the code';
    expect(await resolveIn({ 'app/Dockerfile': 'FROM scratch' }, definition, createSyntax({ grammars: '/never-read' }))).toEqual({
      kind: 'unknown',
      reason,
      ...(path === undefined ? {} : { path }),
    });
  };
  await check('/w/app/Dockerfile', '/w/app/Dockerfile');
  await check('/w/gone/Dockerfile', undefined);
  await check('/w/app', undefined);
});
