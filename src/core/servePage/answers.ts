import type { ApiResponse } from '../local/api.ts';

/** To the overview. */
export const BACK: ApiResponse = { status: 303, headers: { Location: '/' } };

/** A page. */
export function shown(page: string): ApiResponse {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    },
    body: Buffer.from(page),
  };
}

export function missing(what: string): ApiResponse {
  return { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: Buffer.from(`${what}\n`) };
}
