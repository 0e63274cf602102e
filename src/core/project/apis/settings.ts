import type { Cors, IdentitySource } from './model.ts';

/** Settings as plain data: what a template writes, with the defaults of its parameters in their places. */
export type Settings = Readonly<Record<string, unknown>>;

/** A mapping; of anything else an empty one. */
export function settingsIn(value: unknown): Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Settings) : {};
}

export function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function isTrue(value: unknown): boolean {
  return textIn(value)?.toLowerCase() === 'true';
}

/** The texts of a list; a single one is a list of one. */
export function textsIn(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => textIn(item) ?? []);
}

/** Values of a mapping that are texts. */
export function textMapIn(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settingsIn(value)).flatMap(([name, item]) => {
      const text = textIn(item);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** `AllowOrigins` in CloudFormation, `allowOrigins` in OpenAPI, `allow_origins` in Terraform: the names but for their case and lines. */
export function corsIn(value: unknown): Cors | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const settings = new Map(
    Object.entries(value).map(([name, item]) => [
      name
        .replaceAll('_', '')
        .toLowerCase()
        .replace(/^allowed/, 'allow'),
      item as unknown,
    ]),
  );
  const maxAge = numberIn(settings.get('maxage'));
  return {
    allowOrigins: textsIn(settings.get('alloworigins')),
    allowMethods: textsIn(settings.get('allowmethods')),
    allowHeaders: textsIn(settings.get('allowheaders')),
    exposeHeaders: textsIn(settings.get('exposeheaders') ?? settings.get('exposedresponseheaders')),
    allowCredentials: isTrue(settings.get('allowcredentials')),
    ...(maxAge === undefined ? {} : { maxAgeSeconds: maxAge }),
  };
}

/** Everybody: what `true` stands for. */
export const corsForAll: Cors = {
  allowOrigins: ['*'],
  allowMethods: ['*'],
  allowHeaders: ['*'],
  exposeHeaders: [],
  allowCredentials: false,
};

/** `method.request.header.X`, `$request.querystring.x`, `$context.y`, `stageVariables.z`; several stand in a list or between commas. */
export function identitySources(value: unknown): readonly IdentitySource[] {
  const texts = textsIn(value).flatMap((text) => text.split(','));
  return texts.flatMap((text) => {
    const match = /^\s*\$?\{?(?:(?:method|route)\.)?(?:request\.)?(header|querystring|context|stageVariables)\.([^}\s]+)\}?\s*$/.exec(text);
    return match === null ? [] : [{ in: match[1] as IdentitySource['in'], name: match[2] ?? '' }];
  });
}

export const authorizationHeader: IdentitySource = { in: 'header', name: 'Authorization' };

/** What the CDK and SST ask for without being told. */
export const USUAL_SOURCES: readonly IdentitySource[] = [authorizationHeader];

/** What API Gateway waits for an integration without being told, ms. */
export const longestWaitMs = { HttpApi: 30_000, Api: 29_000 };

export function isAnyMethod(method: string): boolean {
  return /^(?:any|\*|x-amazon-apigateway-any-method)$/i.test(method);
}

/** As routes have it. */
export function methodOf(method: string): string {
  return isAnyMethod(method) ? 'ANY' : method.toUpperCase();
}
