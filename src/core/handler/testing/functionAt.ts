import type { FunctionDefinition } from '../../project/model.ts';
import { bareFunction } from '../../project/testing.ts';
import type { TextRange } from '../../text.ts';

const NOWHERE: TextRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** For tests: a SAM function of `/w/template.yaml` with the code in `/w` and all settings left out. */
export function functionAt(handler: string, runtime: string, changes: Partial<FunctionDefinition> = {}): FunctionDefinition {
  const range: TextRange = { start: { line: 4, character: 15 }, end: { line: 4, character: 15 + handler.length } };
  return bareFunction({
    folder: '/w',
    templatePath: '/w/template.yaml',
    range: NOWHERE,
    bodyRange: { start: { line: 1, character: 0 }, end: { line: 9, character: 0 } },
    runtime: { kind: 'literal', value: runtime, path: '/w/template.yaml', range: NOWHERE },
    handler: { kind: 'literal', value: handler, path: '/w/template.yaml', range },
    code: { kind: 'directory', path: '/w' },
    ...changes,
  });
}
