import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../ports.ts';
import { layerFolders } from './layers.ts';
import type { RunnableFunction } from './model.ts';
import { familyOf } from './runtimes/index.ts';

/** What an environment adds to what its function says. */
export interface Placement {
  /** `host:port`. */
  readonly runtimeApi: string;
  readonly logStream: string;
  readonly platform: NodeJS.Platform;
  /** The developer's own variables: only the named ones below are passed on. */
  readonly host: Readonly<Record<string, string | undefined>>;
  readonly logPipe: boolean;
  /** Absolute folder that stands for `/tmp`. */
  readonly temporary: string;
  /** With it credentials are asked for, at the address of the Runtime API. */
  readonly credentialsToken?: string;
}

export interface Variables {
  readonly env: Readonly<Record<string, string>>;
  /** The function's variables that Lambda would refuse; they are left out. */
  readonly refused: readonly string[];
}

/**
 * The process environment of a function, built from nothing as Lambda builds it. What the editor or a shell has set
 * (NODE_OPTIONS, PYTHONPATH, certificates, proxies) would change what the function does, and its start-up time.
 */
export function functionVariables(fn: RunnableFunction, placement: Placement): Variables {
  const own: Record<string, string> = {};
  const refused: string[] = [];
  for (const [name, value] of Object.entries(fn.environment)) {
    if (RESERVED_VARIABLES.has(name) || !/^[A-Za-z]\w*$/.test(name) || value.includes('\0')) refused.push(name);
    else own[name] = value;
  }
  const defaults = { ...passedOn(placement), ...searchPath(fn, placement), ...unreservedDefaults(fn, placement) };
  return { env: { ...fn.fallbackVariables, ...defaults, ...own, ...platformVariables(fn, placement) }, refused };
}

/** What an extension's process has: as the function's, without what only runtimes need. */
export function extensionVariables(fn: RunnableFunction, placement: Placement): Readonly<Record<string, string>> {
  const { env } = functionVariables(fn, placement);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('_') && name !== 'AWS_XRAY_CONTEXT_MISSING'));
}

/** The developer's keys for a function that asks for them, good for an hour. `undefined` where no variables hold them. */
export function credentialsOf(host: Placement['host'], clock: Clock): { readonly token: string; readonly json: string } | undefined {
  const { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: Token } = host;
  if (AccessKeyId === undefined || SecretAccessKey === undefined) return undefined;
  const Expiration = new Date(clock.now() + 60 * 60 * 1000).toISOString();
  return { token: randomUUID(), json: JSON.stringify({ AccessKeyId, SecretAccessKey, Token, Expiration }) };
}

/** So that the SDK acts as the developer, and programs are found; on Windows, what no program starts without. */
// biome-ignore format: one list
const PASSED_ON = [
  'HOME', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
];
const KEYS: readonly string[] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
// biome-ignore format: one list
const PASSED_ON_WINDOWS = [
  'SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'ProgramData',
];

function passedOn({ host, platform, credentialsToken }: Placement): Record<string, string> {
  const all = platform === 'win32' ? [...PASSED_ON, ...PASSED_ON_WINDOWS] : PASSED_ON;
  const names = credentialsToken === undefined ? all : all.filter((name) => !KEYS.includes(name));
  return Object.fromEntries(names.flatMap((name) => (host[name] === undefined ? [] : [[name, host[name]]])));
}

/** The developer's programs, then the layers'. */
function searchPath(fn: RunnableFunction, { host, platform }: Placement): Record<string, string> {
  const folders = [...(host['PATH'] === undefined ? [] : [host['PATH']]), ...layerFolders(fn, 'bin')];
  return folders.length === 0 ? {} : { PATH: folders.join(platform === 'win32' ? ';' : ':') };
}

function unreservedDefaults(fn: RunnableFunction, { platform, temporary }: Placement): Record<string, string> {
  return {
    ...(platform === 'win32' ? { TEMP: temporary, TMP: temporary } : { TMPDIR: temporary }),
    LANG: 'en_US.UTF-8',
    TZ: platform === 'win32' ? 'UTC' : ':UTC',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
    _AWS_XRAY_DAEMON_PORT: '2000',
    // Where a shell script of Lambda's starts the runtime.
    ...(!/^(?:java|provided)/.test(fn.runtime) && { SHLVL: '0' }),
    ...familyOf(fn.runtime).variables(fn, platform),
    ...(platform === 'linux' && {
      LD_LIBRARY_PATH: [
        ...[fn.codeRoot, ...fn.searchPaths].flatMap((folder) => [folder, join(folder, 'lib')]),
        ...layerFolders(fn, 'lib'),
      ].join(':'),
    }),
  };
}

function platformVariables(fn: RunnableFunction, placement: Placement): Record<string, string> {
  return {
    _HANDLER: fn.handler,
    AWS_REGION: fn.region,
    AWS_DEFAULT_REGION: fn.region,
    ...(!fn.runtime.startsWith('provided') && fn.container === undefined && { AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}` }),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: fn.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: fn.initializationType ?? 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: placement.logStream,
    AWS_LAMBDA_RUNTIME_API: placement.runtimeApi,
    LAMBDA_TASK_ROOT: fn.codeRoot,
    LAMBDA_RUNTIME_DIR: fn.codeRoot,
    PWD: fn.codeRoot,
    ...(placement.logPipe && { _LAMBDA_TELEMETRY_LOG_FD: '3' }),
    ...(fn.logging?.format === 'JSON' && {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: fn.logging.applicationLevel ?? 'INFO',
    }),
    ...(placement.credentialsToken !== undefined && {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${placement.runtimeApi}/2021-04-23/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: placement.credentialsToken,
    }),
  };
}

/** Lambda's API rejects a function that sets one of these. */
// biome-ignore format: one list
export const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_KEY', 'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR',
]);
