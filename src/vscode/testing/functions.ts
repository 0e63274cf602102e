import { join } from 'node:path';
import type { AnalysedFunction } from '../../core/analysis/model.ts';
import type { Value } from '../../core/project/model.ts';
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
  const absent = { kind: 'absent' } as const;
  return {
    definition: {
      id: `template.yaml#${name}`,
      logicalId: name,
      name,
      format: 'sam',
      packageType: 'Zip',
      folder,
      templatePath,
      range,
      bodyRange: { start: range.start, end: { line: line + 4, character: 0 } },
      runtime: literal(runtime),
      handler: literal(handler),
      code: { kind: 'directory', path: folder },
      build: { kind: 'none' },
      memoryMb: absent,
      timeoutSeconds: absent,
      description: absent,
      role: absent,
      architecture: absent,
      environment: {},
      layers: absent,
      ephemeralStorageMb: absent,
      triggers: [],
    },
    resolution: { kind: 'resolved', path: join(folder, 'app.js'), exportName: 'handler', at: { path: join(folder, 'app.js'), range } },
  };
}
