import { dirname } from 'node:path';
import type { ApiDefinition } from '../project/apis/model.ts';
import { apisOfTriggers } from '../project/apis/ofTriggers.ts';
import { functionsOf, ownApisOf } from './lastKnown.ts';
import type { AnalysedFunction, AnalysedTemplate } from './model.ts';

/** An API or a function URL, with the template that it stands in; in Terraform, where the first of its functions does. */
export interface PlacedApi {
  readonly template: string;
  readonly api: ApiDefinition;
}

/** All of a folder that have a route, in the templates' order. */
export function apisOf(templates: readonly AnalysedTemplate[]): readonly PlacedApi[] {
  const own = templates.flatMap((template) => (ownApisOf(template) ?? []).map((api) => ({ template: template.path, api })));
  const definitions = templates
    .filter((template) => ownApisOf(template) === undefined)
    .flatMap((template) => functionsOf(template).map(({ definition }) => definition));
  const told = apisOfTriggers(definitions).flatMap((api): readonly PlacedApi[] => {
    const targets = targetsOf(api);
    const first = definitions.find(({ name }) => targets.has(name));
    return first === undefined ? [] : [{ template: first.templatePath, api }];
  });
  return [...own, ...told].filter(({ api }) => api.routes.length > 0);
}

/** Whether a function with the name that a route of the API has is the one that it means: names are unique in a template alone. */
export function isBehind({ definition: { format, templatePath } }: AnalysedFunction, { template }: Pick<PlacedApi, 'template'>): boolean {
  return format === 'terraform' ? dirname(template) === dirname(templatePath) : template === templatePath;
}

function targetsOf({ routes }: ApiDefinition): ReadonlySet<string> {
  return new Set(routes.flatMap(({ target }) => (target.kind === 'function' ? [target.name] : [])));
}
