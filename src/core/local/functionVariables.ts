import { join } from 'node:path';
import type { FileSystem } from '../ports.ts';

type Host = Readonly<Record<string, string | undefined>>;

/**
 * What functions of the local cloud have where neither they nor the developer set it: the address of Lambda's API, so that they call
 * each other here, and credentials to sign with, where the machine has none. Credentials of the developer's are never replaced.
 */
export async function variablesForFunctions(
  endpoint: string,
  host: Host,
  files: Pick<FileSystem, 'stat'>,
): Promise<Readonly<Record<string, string>>> {
  const keys = (await hasCredentials(host, files)) ? {} : LOCAL_KEYS;
  return { AWS_ENDPOINT_URL_LAMBDA: endpoint, ...keys };
}

/** What functions are given of the local cloud's own and of its opener's: the same object as long as both are, since each call asks. */
export class MoreVariables {
  readonly #more: (() => Variables) | undefined;
  #all: Variables | undefined;
  #added: Variables | undefined;
  #own: Variables = {};

  constructor(more: (() => Variables) | undefined) {
    this.#more = more;
  }

  set own(own: Variables) {
    this.#own = own;
    this.#all = undefined;
  }

  get all(): Variables {
    const added = this.#more?.();
    if (this.#all === undefined || this.#added !== added) this.#all = { ...this.#own, ...added };
    this.#added = added;
    return this.#all;
  }
}

type Variables = Readonly<Record<string, string>>;

/** All three, as in Lambda: the extension for parameters and secrets is called with the token. */
const LOCAL_KEYS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: 'local' };

async function hasCredentials(host: Host, files: Pick<FileSystem, 'stat'>): Promise<boolean> {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];
  if (names.some((name) => host[name] !== undefined)) return true;
  const home = host['HOME'] ?? host['USERPROFILE'];
  if (home === undefined) return false;
  const found = await Promise.all(['credentials', 'config'].map((name) => files.stat(join(home, '.aws', name)).catch(() => undefined)));
  return found.some((stat) => stat !== undefined);
}
