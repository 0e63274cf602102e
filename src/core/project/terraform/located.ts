import type { Build, CodeLocation } from '../model.ts';
import { assumedOf, certain, type Uses } from './value.ts';

/** Where code is and what is done to it, and what that depends on. */
export interface LocatedCode extends Uses {
  readonly code: CodeLocation;
  readonly build: Build;
}

export function unknownCode(reason: string, uses: Uses = certain): LocatedCode {
  return { code: { kind: 'unknown', reason }, build: { kind: 'none' }, depths: uses.depths, assumed: uses.assumed };
}

export function knownCode(code: CodeLocation, uses: Uses, build: Build = { kind: 'none' }): LocatedCode {
  return { code, build, depths: uses.depths, assumed: uses.assumed };
}

/** Where a deployment could have it elsewhere, code is only assumed to be there. */
export function assuredCode({ code, build, depths, assumed }: LocatedCode): LocatedCode {
  if (assumed.length === 0 || code.kind === 'unknown') return { code, build, depths, assumed };
  const names = assumed.map(({ name }) => name).join(', ');
  const reason = `the ${assumed.length === 1 ? 'variable' : 'variables'} ${names}`;
  const likely = code.kind === 'directory' || code.kind === 'archive' ? assumedOf({ depths, assumed }, code) : undefined;
  return { code: { kind: 'unknown', reason, ...(likely === undefined ? {} : { assumed: likely }) }, build, depths, assumed };
}
