import { entriesOf, type MappingEntry, type TemplateSource } from '../tree/model.ts';
import { type Located, likely, type Outcome, unknownMembers, within } from './located.ts';
import { itemsOf, type Service } from './service.ts';

/** A key of `functions`, and where it stands: in the service file or in one that it takes in. */
export interface FunctionEntry {
  readonly key: string;
  readonly entry: MappingEntry;
  /** Of the key. */
  readonly source: TemplateSource;
  readonly value: Located;
  /** What the function is; unknown where a program makes it. */
  readonly body: Outcome;
}

/** The functions of a service: a map, or a list of maps, through files at any level. What a plug-in or a program adds can't be seen. */
export function functionEntries(service: Service): readonly FunctionEntry[] {
  const { variables, root } = service;
  return collect(variables.get(root, 'functions'), service, 0);
}

function collect(outcome: Outcome, service: Service, depth: number): readonly FunctionEntry[] {
  const at = likely(outcome);
  if (at === undefined || depth > deepest) return [];
  const { node } = at;
  if (node.kind === 'sequence') {
    return itemsOf(outcome).flatMap((item) => collect(service.variables.resolve(item), service, depth + 1));
  }
  return entriesOf(node).flatMap((entry): readonly FunctionEntry[] => {
    const value = within(at, entry.value);
    const body = service.variables.resolve(value);
    const isFunction = body.kind === 'unknown' || body.at?.node.kind === 'mapping' || body.at?.node.kind === 'intrinsic';
    return isFunction && entry.key !== unknownMembers ? [{ key: entry.key, entry, value, source: at.source, body }] : [];
  });
}

/** Lists in lists, which by an alias can contain themselves. */
const deepest = 5;
