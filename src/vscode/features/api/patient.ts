import type { ApiDefinition } from '../../../core/project/apis/model.ts';

/** The same API, but that it waits for its functions as long as they take: somebody may stand at a breakpoint. */
export function patient(api: ApiDefinition): ApiDefinition {
  const routes = api.routes.map((route) => {
    if (route.target.kind !== 'function') return route;
    const { timeoutMs: _, ...target } = route.target;
    return { ...route, target };
  });
  return { ...api, routes };
}
