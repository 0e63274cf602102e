import type { ApiDefinition } from '../project/apis/model.ts';

export interface Fronts {
  /** In the templates' order, the APIs first. */
  readonly fronts: readonly ApiDefinition[];
  /** What a person should know: routes that can't be told, and whom nobody here can check. */
  readonly notes: readonly string[];
}

/** What the templates of a folder put in front of their functions. */
export function frontsOf(templates: readonly { readonly apis?: readonly ApiDefinition[] }[]): Fronts {
  const all = templates.flatMap(({ apis = [] }) => apis);
  const served = all.filter(({ routes }) => routes.length > 0);
  const isUrl = ({ type }: ApiDefinition) => type === 'FunctionUrl';
  return {
    fronts: [...served.filter((front) => !isUrl(front)), ...served.filter(isUrl)],
    notes: all.flatMap((api) => [...api.notes, ...trusted(api)]),
  };
}

/** Whom an API lets in here that AWS might not. */
function trusted({ type, name, routes }: ApiDefinition): readonly string[] {
  const what = type === 'FunctionUrl' ? `The URL of ${name}` : name;
  const kinds = new Set(routes.map(({ authorizer }) => authorizer?.kind));
  return [
    ...(kinds.has('iam') ? [`${what} takes any AWS signature here: it isn’t checked.`] : []),
    ...(kinds.has('jwt') || kinds.has('cognito') ? [`${what} takes tokens here by what they claim: their signatures aren’t checked.`] : []),
    ...(routes.some(({ apiKeyRequired }) => apiKeyRequired) ? [`${what} takes any API key here.`] : []),
    ...(routes.some(({ validation }) => validation?.isOpen)
      ? [`${what} doesn’t look at the bodies of some requests here: what they have to be like is only known when it is deployed.`]
      : []),
  ];
}
