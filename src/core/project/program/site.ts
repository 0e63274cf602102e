import type { Frame, Module, Site } from './values.ts';

/** How the function or loop of `scope` was called, where that is known. */
export function frameOf(site: Site, scope: number): Frame | undefined {
  for (let frame = site.frame; frame !== undefined; frame = frame.outer) {
    if (frame.scope === scope && frame.module === site.module) return frame;
  }
  return undefined;
}

/** The nearest scope of a kind around a place. */
export function enclosing(module: Module, scope: number, kind: 'class' | 'function' | 'loop'): number | undefined {
  const { scopes } = module.program;
  for (let at: number | undefined = scope; at !== undefined; at = scopes[at]?.parent) if (scopes[at]?.kind === kind) return at;
  return undefined;
}
