import type { ApiDefinition, Stage } from '../project/apis/model.ts';

export interface Place {
  readonly stage: Stage;
  /** Below the stage, still encoded. */
  readonly path: string;
}

/**
 * The stage that a request's path begins with, and what is left of the path. AWS has it in the address of every REST API; a domain of
 * one's own hasn't: both are served. `$default` is in no path.
 */
export function placeOf({ stages }: ApiDefinition, path: string): Place {
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  const named = first === '$default' ? undefined : stages.find((stage) => stage.name === first);
  if (named !== undefined) return { stage: named, path: rest === '' ? '/' : rest };
  const [stage = NO_STAGE] = stages;
  return { stage, path };
}

const NO_STAGE: Stage = { name: '$default', variables: {} };

/** A path as events have it where they tell the stage, too. */
export function withStage({ name }: Stage, path: string): string {
  return name === '$default' ? path : `/${name}${path}`;
}
