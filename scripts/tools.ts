import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache } from './setup/tools.mjs';

export { cache };

export const root: string = dirname(dirname(fileURLToPath(import.meta.url)));
/** What scripts and tests write: packages, pictures, reports. Not in git. */
export const out: string = join(root, 'out');

/** What `setup.mjs` found on this machine (absolute paths), and why it couldn't get the rest. */
export interface Tools {
  readonly paths: {
    readonly codeServer?: string;
    /** The debugger of Go. */
    readonly delve?: string;
    /** The Node.js that code-server's add-ons were built for. */
    readonly codeServerNode?: string;
    readonly chromium?: string;
    readonly awsCli?: string;
    readonly motoPython?: string;
    /** Folder of AWS's runtime clients and emulator. */
    readonly runtimeClients?: string;
    readonly javaLibraries?: string;
    /** Folder of JDKs, each under its major version. */
    readonly javaRuntimes?: string;
    readonly dotnet?: string;
  };
  /** Piece -> reason. */
  readonly missing: Readonly<Record<string, string>>;
}

export function readTools(): Tools {
  try {
    return JSON.parse(readFileSync(join(cache, 'tools.json'), 'utf8')) as Tools;
  } catch {
    return { paths: {}, missing: {} };
  }
}

/** How the conformance tests are told where the programs are that others wrote. */
export function conformanceEnvironment({ paths }: Tools): Record<string, string> {
  return {
    ...(paths.awsCli && { LAMBDA_WORKBENCH_AWS_CLI: paths.awsCli }),
    ...(paths.runtimeClients && { LAMBDA_WORKBENCH_RUNTIME_CLIENTS: paths.runtimeClients }),
    ...(paths.dotnet && { LAMBDA_WORKBENCH_DOTNET: paths.dotnet }),
    ...(paths.motoPython && { LAMBDA_WORKBENCH_MOTO_PYTHON: paths.motoPython }),
  };
}
