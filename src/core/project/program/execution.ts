import type { ExecutionSettings, LayerSource } from '../execution.ts';
import type { CodeLocation } from '../model.ts';
import { isNothing } from './reading.ts';
import type { ProgramValue } from './values.ts';

const absent = { kind: 'absent' } as const;

/** What of a program's function only an execution environment heeds: what it doesn't say is as it is without a word. */
export function executionOf(written: Partial<ExecutionSettings>): ExecutionSettings {
  return {
    layers: [],
    logging: { format: absent, systemLevel: absent, applicationLevel: absent, group: absent },
    reservedConcurrency: absent,
    snapStart: false,
    asynchronous: {
      maximumRetryAttempts: absent,
      maximumEventAgeSeconds: absent,
      onSuccess: undefined,
      onFailure: undefined,
      deadLetterTarget: undefined,
    },
    ...written,
  };
}

/** The layers of a list: ARNs, and what `sourceOf` knows of. */
export function layerSources(
  value: ProgramValue | undefined,
  sourceOf: (item: ProgramValue) => LayerSource | undefined,
): readonly LayerSource[] {
  if (isNothing(value)) return [];
  const some: LayerSource = { kind: 'elsewhere', name: undefined };
  if (value.kind !== 'array') return [some];
  const known = value.items.map((item): LayerSource => {
    return item.kind === 'text' ? { kind: 'elsewhere', name: item.text } : (sourceOf(item) ?? some);
  });
  return value.gap === undefined ? known : [...known, some];
}

/** A layer that the program itself makes. */
export function layerOfCode(id: ProgramValue | undefined, code: CodeLocation): LayerSource {
  const name = id?.kind === 'text' ? id.text : undefined;
  if (code.kind !== 'directory' && code.kind !== 'archive') return { kind: 'elsewhere', name };
  return { kind: code.kind === 'directory' ? 'folder' : 'archive', name: name ?? code.path, path: code.path };
}
