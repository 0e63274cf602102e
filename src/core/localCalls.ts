import type { RunnableFunction } from './runner/model.ts';

/** How a function reaches the others of its folder. */
export interface Neighbour {
  /** For a function that doesn't set them itself. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names that were called since this was asked last, and are none of the folder's. */
  missed(): readonly string[];
  /** What the functions are made of that were called since this was asked last. */
  called(): CalledParts;
}

/** Absolute paths, of templates too. `unknown` where one could not be built: any file may mend that. */
export type CalledParts = readonly string[] | 'unknown';

/** The variables of `given` for a function with these of its own: one that names an address itself goes there. */
export function variablesBeside(
  environment: RunnableFunction['environment'],
  given: Neighbour['variables'],
): NonNullable<RunnableFunction['fallbackVariables']> {
  if (ownAddress(environment) === undefined) return given;
  const { AWS_ENDPOINT_URL_LAMBDA: _, ...keys } = given;
  return keys;
}

/** What a person is to know of calls of other functions: those that leave this machine, and those that nobody answered. */
export function callNotes(fn: RunnableFunction, { missed }: Neighbour): readonly string[] {
  const own = ownAddress(fn.environment);
  const leaves =
    own === undefined || isOfThisMachine(own.value)
      ? []
      : [`Functions that it calls are not those of this folder: its ${own.name} leads to ${own.value}, off this machine.`];
  return [...leaves, ...missed().map(missedNote)];
}

function missedNote(name: string): string {
  return `${name} was called by Lambda’s API, and no function of this folder is called that: the answer was ResourceNotFoundException. Nothing left this machine; for the one in AWS, set AWS_ENDPOINT_URL_LAMBDA of the caller to https://lambda.REGION.amazonaws.com.`;
}

/** As the SDKs look for it. */
function ownAddress(environment: RunnableFunction['environment']): { readonly name: string; readonly value: string } | undefined {
  for (const name of ['AWS_ENDPOINT_URL_LAMBDA', 'AWS_ENDPOINT_URL']) {
    const value = environment[name];
    if (value !== undefined && value !== '') return { name, value };
  }
  return undefined;
}

function isOfThisMachine(address: string): boolean {
  return /^https?:\/\/(?:localhost|127\.[\d.]+|\[::1\])(?:[:/]|$)/i.test(address);
}
