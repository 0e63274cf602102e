import { isDotnet, isJvm, isNative } from '../runner/runtimes/families.ts';

/** Whether functions of a runtime can be packed here, and so run and deployed. */
export function packsRuntime(runtime: string): boolean {
  return /^(nodejs\d+\.x|python3\.\d+|ruby\d+\.\d+)$/.test(runtime) || isNative(runtime) || isJvm(runtime) || isDotnet(runtime);
}
