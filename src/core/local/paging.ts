import { Buffer } from 'node:buffer';
import type { ApiRequest } from './api.ts';
import { invalidParameter, validationError } from './awsError.ts';

/** One page of a list, by `MaxItems` and `Marker`. */
export function pageOf<T>(items: readonly T[], request: ApiRequest): { readonly page: readonly T[]; readonly nextMarker: string | null } {
  const asked = request.query.get('MaxItems');
  const size = asked === null ? PAGE_SIZE : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > 10_000)
    throw validationError(asked, 'maxItems', 'Member must have value between 1 and 10000');
  const marker = request.query.get('Marker');
  const start = marker === null ? 0 : Number(Buffer.from(marker, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('Invalid marker');
  const end = start + Math.min(size, PAGE_SIZE);
  return { page: items.slice(start, end), nextMarker: end < items.length ? Buffer.from(String(end)).toString('base64url') : null };
}

/** AWS's pages hold at most 50, whatever is asked for. */
const PAGE_SIZE = 50;
