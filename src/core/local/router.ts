import type { Route } from './api.ts';
import { AwsError } from './awsError.ts';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the operation of a request. What the local cloud doesn't have is an AWS-shaped 404 that says so. */
export function createRouter(routes: readonly Route[]): (method: string, path: string, target: string) => Match {
  const table = routes.map((route) => ({ route, pattern: route.path.split('/') }));
  return (method, path, target) => {
    const segments = decodeSegments(path);
    for (const { route, pattern } of table) {
      if (route.method !== method || !isOf(route, target)) continue;
      const params = matchSegments(pattern, segments);
      if (params !== undefined) return { route, params };
    }
    throw new AwsError(404, 'UnknownOperationException', `The local cloud has no operation ${method} ${path}.`);
  };
}

/** Client libraries encode names and ARNs: `arn%3Aaws%3Alambda…` is one segment. */
function decodeSegments(path: string): readonly string[] {
  try {
    const segments = path.split('/').map(decodeURIComponent);
    // Some clients end the path of a collection with a slash.
    return segments.length > 2 && segments.at(-1) === '' ? segments.slice(0, -1) : segments;
  } catch {
    throw new AwsError(400, 'InvalidParameterValueException', 'The path of the request is not properly encoded.');
  }
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}

function isOf(route: Route, target: string): boolean {
  return route.target === '' ? target === '' : target.startsWith(route.target ?? '');
}
