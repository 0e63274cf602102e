import { dirname } from 'node:path';
import { relativePath } from '../../paths.ts';
import { isAbsent, type TemplateNode } from '../tree/model.ts';
import type { Documents } from './documents.ts';
import { type Located, likely, type Outcome, within } from './located.ts';
import { scalarText, Variables } from './variables.ts';

/** A service file, and what holds for all its functions. */
export interface Service {
  readonly path: string;
  /** Where the service file is: all its paths are relative to it. */
  readonly directory: string;
  /** The workspace folder. */
  readonly folder: string;
  /** `path` relative to `folder`. */
  readonly file: string;
  readonly root: Outcome;
  readonly provider: Outcome;
  readonly variables: Variables;
  readonly documents: Documents;
}

/** The service that a file's root describes; undefined where it is none, or another cloud's. */
export function readService(root: Located, folder: string, documents: Documents): Service | undefined {
  if (!isService(root.node)) return undefined;
  const { path } = root.source;
  const directory = dirname(path);
  const variables = new Variables(root, directory, documents);
  const at: Outcome = { kind: 'known', at: root };
  const provider = variables.get(at, 'provider');
  // `provider: aws` is short for a provider with this name.
  const name = scalarText(provider) ?? scalarText(variables.get(provider, 'name'));
  if (name !== undefined && name !== 'aws') return undefined;
  return { path, directory, folder, file: relativePath(folder, path), root: at, provider, variables, documents };
}

/** A service has both; a file with one of them is something else, or a part of a service. */
function isService(root: TemplateNode): boolean {
  return root.kind === 'mapping' && ['service', 'provider'].every((key) => !isAbsent(root.entries.get(key)?.value));
}

/** A function's own property, else nothing. */
export type OwnProperty = (name: string) => Outcome;

/** A function's property, else what the provider has for all. */
export function ownOrProvider(service: Service, own: OwnProperty, name: string, providerName = name): Outcome {
  const outcome = own(name);
  const isLeftOut = outcome.kind === 'known' && isAbsent(outcome.at?.node);
  return isLeftOut ? service.variables.get(service.provider, providerName) : outcome;
}

/** The items of a list; a single value is a list of one. */
export function itemsOf(outcome: Outcome): readonly Located[] {
  const at = likely(outcome);
  if (at === undefined) return [];
  return at.node.kind === 'sequence' ? at.node.items.map((node) => within(at, node)) : [at];
}

export function isTrue(outcome: Outcome): boolean {
  return scalarText(outcome) === 'true';
}
