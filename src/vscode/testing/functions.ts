import { join } from 'node:path';
import type { AnalysedFunction } from '../../core/analysis/model.ts';
import type { Value } from '../../core/project/model.ts';
import { bareFunction } from '../../core/project/testing.ts';
import type { TextRange } from '../../core/text.ts';

/** For unit tests: a resolved function of `template.yaml`, with all its values written out. */
export function literalFunction(spec: {
  readonly folder: string;
  readonly name: string;
  readonly runtime?: string;
  readonly handler?: string;
  /** Line of the handler in its source, and of the function in its template. */
  readonly line?: number;
}): AnalysedFunction {
  const { folder, name, runtime = 'nodejs22.x', handler = 'app.handler', line = 0 } = spec;
  const templatePath = join(folder, 'template.yaml');
  const range: TextRange = { start: { line, character: 0 }, end: { line, character: 4 } };
  const literal = (value: string): Value<string> => ({ kind: 'literal', value, path: templatePath, range });
  return {
    definition: bareFunction({
      folder,
      logicalId: name,
      range,
      bodyRange: { start: range.start, end: { line: line + 4, character: 0 } },
      runtime: literal(runtime),
      handler: literal(handler),
    }),
    resolution: { kind: 'resolved', path: join(folder, 'app.js'), exportName: 'handler', at: { path: join(folder, 'app.js'), range } },
  };
}
