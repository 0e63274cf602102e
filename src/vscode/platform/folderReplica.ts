import { applyDelta, emptySnapshot } from '../../core/analysis/delta.ts';
import type { FolderSnapshot } from '../../core/analysis/model.ts';
import type { FolderChanges } from '../../shared/analysisProtocol.ts';

/** What a change is about, by path, so that whoever shows it looks at nothing else. */
export interface FunctionsChange {
  /** Templates that came, changed or went; their functions with them. */
  readonly templates: ReadonlySet<string>;
  /** Files whose findings may be different. */
  readonly findings: ReadonlySet<string>;
}

/** This side's copy of what the worker knows of one folder. */
export class FolderReplica {
  #snapshot: FolderSnapshot;
  #version: number | undefined;

  constructor(folder: string) {
    this.#snapshot = emptySnapshot(folder);
  }

  get snapshot(): FolderSnapshot {
    return this.#snapshot;
  }

  /** Asks for changes until there are no more. A failure leaves what was known, and the next call goes on from there. */
  async catchUp(
    ask: (folder: string, since: number | undefined) => Promise<FolderChanges>,
    onChange: (change: FunctionsChange) => void,
  ): Promise<void> {
    let more = true;
    while (more) {
      const changes = await ask(this.#snapshot.folder, this.#version);
      onChange(this.#apply(changes));
      more = changes.more;
    }
  }

  #apply({ since, version, delta }: FolderChanges): FunctionsChange {
    const anew = since === undefined;
    const before = anew ? emptySnapshot(this.#snapshot.folder) : this.#snapshot;
    const change = together([
      {
        templates: new Set([...delta.templates.map(({ path }) => path), ...delta.gone]),
        findings: new Set(delta.findings.map(({ path }) => path)),
      },
      ...(anew ? [wholeOf(this.#snapshot)] : []),
    ]);
    this.#snapshot = applyDelta(before, delta);
    this.#version = version;
    return change;
  }
}

/** As if all of it had come, or gone. */
export function wholeOf({ templates, findings }: FolderSnapshot): FunctionsChange {
  return { templates: new Set(templates.map(({ path }) => path)), findings: new Set(findings.map(({ at }) => at.path)) };
}

export function together(changes: readonly FunctionsChange[]): FunctionsChange {
  return {
    templates: new Set(changes.flatMap(({ templates }) => [...templates])),
    findings: new Set(changes.flatMap(({ findings }) => [...findings])),
  };
}
