import path from 'node:path';
import { literalText, type TemplateNode } from '../tree/model.ts';
import type { Documents } from './documents.ts';
import { assuming, type Located, likely, nothing, type Outcome, textAt, unknownOutcome, within } from './located.ts';
import { partsOf, quotedText, type Reference, referenceOf, type Variable } from './variableText.ts';

/** Longer texts hold no names, and such variables as refer to each other could make them ever longer. Characters. */
const longestText = 5_000;

/** Deeper than any service's variables refer to each other. */
const deepest = 60;

/**
 * Replaces the variables of one service: `self:` and `file():` by what they name, all others by their default, which is only assumed.
 * Each node is looked at once.
 */
export class Variables {
  readonly #root: Located;
  readonly #folder: string;
  readonly #documents: Documents;
  readonly #known = new Map<TemplateNode, Outcome>();
  #depth = 0;

  /** @param folder where `file()` is relative to: the service file's */
  constructor(root: Located, folder: string, documents: Documents) {
    this.#root = root;
    this.#folder = folder;
    this.#documents = documents;
  }

  /** What a place holds. */
  resolve(at: Located): Outcome {
    const { node } = at;
    if (node.kind === 'intrinsic' && node.name === 'Unknown') return unknownOutcome(literalText(node.argument) ?? 'what a program makes');
    if (node.kind !== 'scalar') return { kind: 'known', at };
    if (node.value === null) return nothing;
    if (typeof node.value !== 'string' || !node.value.includes('${')) return { kind: 'known', at };
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    this.#known.set(node, unknownOutcome('a variable that refers to itself'));
    const outcome = this.#text(node.value, at);
    this.#known.set(node, outcome);
    return outcome;
  }

  /** What stands under a key; nothing where there is no such key. */
  get(outcome: Outcome, key: string): Outcome {
    return this.#walk(outcome, [key]);
  }

  #walk(start: Outcome, keys: readonly string[]): Outcome {
    let outcome = start;
    for (const key of keys) {
      const here = likely(outcome);
      if (here === undefined) return outcome;
      const next = childOf(here, key);
      outcome = assuming(outcome, next === undefined ? nothing : this.resolve(next));
    }
    return outcome;
  }

  #text(text: string, at: Located): Outcome {
    if (text.length > longestText) return unknownOutcome('a text that is too long to replace variables in');
    if (this.#depth >= deepest) return unknownOutcome('variables that refer to each other too often');
    this.#depth++;
    try {
      return this.#parts(text, at);
    } finally {
      this.#depth--;
    }
  }

  #parts(text: string, at: Located): Outcome {
    const parts = partsOf(text);
    const [only] = parts;
    if (parts.length === 1 && only?.kind === 'variable') return this.#variable(only.variable, at);
    let joined: Outcome = { kind: 'known', at: textAt('', at) };
    for (const part of parts) {
      const outcome = part.kind === 'words' ? nothing : this.#variable(part.variable, at);
      const piece = part.kind === 'words' ? part.text : scalarText(outcome);
      if (outcome.kind === 'unknown') return outcome;
      if (piece === undefined) return unknownOutcome(`what ${text} becomes isn’t a text`);
      const before = scalarText(joined) ?? '';
      if (before.length + piece.length > longestText) return unknownOutcome('a text that is too long to replace variables in');
      const longer: Outcome = { kind: 'known', at: textAt(before + piece, at) };
      joined = assuming(joined.kind === 'assumed' ? joined : outcome, longer);
    }
    return joined;
  }

  /** The first candidate that gives something; what comes after one that can't be told is only its default. */
  #variable({ candidates, written }: Variable, at: Located): Outcome {
    let untold: string | undefined;
    for (const candidate of candidates) {
      const outcome = this.#candidate(candidate, at);
      if (outcome.kind === 'unknown') untold ??= outcome.reason;
      else if (outcome.at !== undefined) {
        if (untold === undefined) return outcome;
        return { kind: 'assumed', at: outcome.at, reason: untold, because: `the default of ${untold}` };
      }
    }
    return unknownOutcome(untold ?? `the variable ${written}, which names nothing`);
  }

  #candidate(candidate: string, at: Located): Outcome {
    const quoted = quotedText(candidate);
    if (quoted !== undefined) return quoted.includes('${') ? this.#text(quoted, at) : { kind: 'known', at: textAt(quoted, at) };
    if (candidate === '' || candidate === 'null') return nothing;
    const reference = candidate.startsWith('${') ? undefined : referenceOf(candidate);
    if (reference !== undefined) return this.#reference(reference, candidate, at);
    return candidate.includes('${') ? this.#text(candidate, at) : { kind: 'known', at: textAt(candidate, at) };
  }

  #reference(reference: Reference, written: string, at: Located): Outcome {
    const address = this.#inner(reference.address, at);
    const name = scalarText(address);
    if (name === undefined) return address;
    switch (reference.source) {
      case 'self':
        return assuming(address, this.#ofService(name));
      case 'file':
        return assuming(address, this.#ofFile(this.#inner(reference.argument ?? '', at), name));
      case 'sls':
        return name === 'stage' ? this.#stage() : unknownOutcome(`the variable ${written}`);
      case 'param':
        return assuming(address, this.#parameter(name));
      default:
        return unknownOutcome(inWords(reference.source, name, written));
    }
  }

  /** A part of a variable, which may hold variables itself. */
  #inner(text: string, at: Located): Outcome {
    return text.includes('${') ? this.#text(text, at) : { kind: 'known', at: textAt(text, at) };
  }

  #ofService(address: string): Outcome {
    const outcome = this.#walk({ kind: 'known', at: this.#root }, keysOf(address));
    // Both can be given on the command line, which wins over what is written.
    if (address === 'provider.stage') return overridable(outcome, 'the stage', 'the stage that is written for the provider');
    if (address === 'provider.region') return overridable(outcome, 'the region', 'the region that is written for the provider');
    return outcome;
  }

  /** `--stage`, else the provider's, else `dev`. */
  #stage(): Outcome {
    const written = this.#ofService('provider.stage');
    if (written.kind !== 'known') return written;
    return overridable({ kind: 'known', at: textAt('dev', this.#root) }, 'the stage', 'the stage where none is written');
  }

  #parameter(name: string): Outcome {
    const reason = `the parameter ${name}`;
    for (const place of [
      ['stages', 'default', 'params'],
      ['params', 'default'],
    ]) {
      const outcome = this.#walk({ kind: 'known', at: this.#root }, [...place, name]);
      const value = likely(outcome);
      if (value !== undefined) return { kind: 'assumed', at: value, reason, because: `the default of ${reason}` };
    }
    return unknownOutcome(reason);
  }

  #ofFile(argument: Outcome, address: string): Outcome {
    const written = scalarText(argument);
    if (written === undefined) return argument;
    if (written === '' || written.startsWith('~')) return unknownOutcome(`the file ${written}`);
    if (/\.[cm]?[jt]s$/i.test(written)) return unknownOutcome(`what the program ${written} gives`);
    const document = this.#documents.get(path.resolve(this.#folder, written));
    if (document.kind === 'absent') return assuming(argument, nothing);
    if (document.kind !== 'tree') return unknownOutcome(`the file ${written}, which can’t be read`);
    const root: Outcome = document.root === undefined ? nothing : this.resolve(document.root);
    return assuming(argument, this.#walk(root, keysOf(address)));
  }
}

/** The text of a scalar, known or assumed. */
export function scalarText(outcome: Outcome): string | undefined {
  const node = likely(outcome)?.node;
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

function overridable(outcome: Outcome, reason: string, because: string): Outcome {
  return outcome.kind === 'known' && outcome.at !== undefined ? { kind: 'assumed', at: outcome.at, reason, because } : outcome;
}

function childOf(at: Located, key: string): Located | undefined {
  const { node } = at;
  const found = node.kind === 'mapping' ? node.entries.get(key)?.value : node.kind === 'sequence' ? itemAt(node.items, key) : undefined;
  return found === undefined ? undefined : within(at, found);
}

function itemAt(items: readonly TemplateNode[], key: string): TemplateNode | undefined {
  return /^\d{1,6}$/.test(key) ? items[Number(key)] : undefined;
}

/** `a.b[0]` is `a.b.0`. */
function keysOf(address: string): readonly string[] {
  return address
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((key) => key !== '');
}

function inWords(source: string, name: string, written: string): string {
  switch (source) {
    case 'opt':
      return `the option ${name}`;
    case 'env':
      return `the environment variable ${name}`;
    case 'ssm':
      return `the SSM parameter ${name}`;
    case 'cf':
      return `the stack output ${name}`;
    case 's3':
      return `the S3 object ${name}`;
    case 'aws':
      return name === 'accountId' ? 'the account' : `the ${name}`;
    default:
      return `the variable ${written}`;
  }
}
