import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedWorkspace } from './workspace.ts';

/** One letter typed into an open document, or taken back. */
export interface Keystroke {
  readonly path: string;
  readonly text: string;
  /** How many more findings there are with it than without. */
  readonly findings: 0 | 1;
}

/** Letters typed and taken back in turn: in a handler string, and in the name of an export. All of them change what is found. */
export function* keystrokes({ folder, services }: GeneratedWorkspace, count: number): Generator<Keystroke> {
  for (let at = 0; at < count; at += 2) {
    const service = services[(at / 2) % services.length];
    if (service === undefined) return;
    const isSource = at % 4 === 0;
    const path = join(folder, isSource ? service.source : service.template);
    const text = readFileSync(path, 'utf8');
    const changed = isSource ? text.replace('handler', 'handlerx') : text.replace(/(src\/task\w+)(?=\.handler|\.ts')/, '$1x');
    yield { path, text: changed, findings: 1 };
    yield { path, text, findings: 0 };
  }
}
