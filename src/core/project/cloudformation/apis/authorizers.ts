import type { Authorizer, FunctionAuthorizer, IdentitySource } from '../../apis/model.ts';
import type { RouteTable } from '../../apis/routeTable.ts';
import { authorizationHeader, identitySources, type Settings, textIn, textsIn } from '../../apis/settings.ts';
import { unknownAuthorizer } from '../../apis/unknownAuthorizer.ts';
import type { Stack } from './stack.ts';

/** What tells the authorizers of HTTP APIs and of REST APIs apart. */
export interface AuthorizerDialect {
  /** Of the authorizer's resource. */
  readonly resource: string;
  /** Of what has it, in words: `a route`. */
  readonly owner: string;
  /** The type that looks at a token without a function. */
  readonly tokenType: 'JWT' | 'COGNITO_USER_POOLS';
  ofToken(settings: Settings, source: IdentitySource, scopes: readonly string[]): Authorizer;
  ofFunction(settings: Settings): Omit<FunctionAuthorizer, 'kind' | 'id' | 'name' | 'sources'>;
}

/** Who is let in to a route or method with these properties; noted where the function that decides isn't known. */
export function authorizerOf(dialect: AuthorizerDialect, properties: Settings, table: RouteTable, stack: Stack): Authorizer | undefined {
  const type = textIn(properties['AuthorizationType']);
  if (type === 'AWS_IAM') return { kind: 'iam' };
  if (type !== 'CUSTOM' && type !== dialect.tokenType) return undefined;
  const resource = stack.referenced(properties['AuthorizerId'], dialect.resource);
  const settings = resource?.properties() ?? {};
  const sources = identitySources(settings['IdentitySource']);
  if (type !== 'CUSTOM') return dialect.ofToken(settings, sources[0] ?? authorizationHeader, textsIn(properties['AuthorizationScopes']));
  const name = stack.functionNamed(settings['AuthorizerUri']);
  if (resource !== undefined && name !== undefined)
    return { kind: 'function', id: resource.id, name, sources, ...dialect.ofFunction(settings) };
  table.note(unknownAuthorizer(resource?.id ?? `of ${dialect.owner}`));
  return undefined;
}
