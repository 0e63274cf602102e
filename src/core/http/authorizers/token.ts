import { Buffer } from 'node:buffer';
import { parsed } from '../result.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** What a JSON web token claims, with or without `Bearer` before it. Nobody here knows its issuer's keys: its signature isn't checked. */
export function claimsOf(token: string): Claims | undefined {
  const parts = token
    .replace(/^Bearer\s+/i, '')
    .trim()
    .split('.');
  if (parts.length !== 3 || decodedPart(parts[0]) === undefined) return undefined;
  return decodedPart(parts[1]);
}

function decodedPart(part: string | undefined): Claims | undefined {
  const value = parsed(Buffer.from(part ?? '', 'base64url'))?.value;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
}

/** @param now milliseconds since 1970 */
export function isExpired({ exp }: Claims, now: number): boolean {
  return typeof exp === 'number' && exp * 1000 <= now;
}

/** The `scope` of OAuth, or `scp` of others. */
export function scopesOf({ scope, scp }: Claims): readonly string[] {
  const value = scope ?? scp;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(' ').filter((each) => each !== '') : [];
}

/** Events have claims as texts. */
export function claimTexts(claims: Claims, list: (items: readonly unknown[]) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if (Array.isArray(value)) return [name, list(value)];
      return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
    }),
  );
}
