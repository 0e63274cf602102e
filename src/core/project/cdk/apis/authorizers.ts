import type { Authorizer, IdentitySource } from '../../apis/model.ts';
import { authorizationHeader, identitySources, textsIn } from '../../apis/settings.ts';
import { argumentOf, type CallValue, callOption, isNothing, type ProgramValue } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { camel, cdkCallee, cdkName } from '../names.ts';
import { plainOf, secondsOf, symbolOf, textOf } from './plain.ts';

/** Who is asked before a route; `unknown` where somebody is, and it can't be told who. */
export type Guard = { readonly kind: 'open' } | { readonly kind: 'known'; readonly authorizer: Authorizer } | { readonly kind: 'unknown' };

const OPEN: Guard = { kind: 'open' };
const UNKNOWN: Guard = { kind: 'unknown' };

/** What an authorizer of the CDK's is, of HTTP APIs and of REST APIs. `scopes`: those of the route. */
export function guardOf(value: ProgramValue | undefined, scopes: ProgramValue | undefined, functions: NamedFunctions): Guard {
  if (isNothing(value)) return OPEN;
  const name = cdkCallee(value)?.split('.').at(-1);
  if (value.kind !== 'call' || name === undefined) return UNKNOWN;
  const wanted = textsIn(plainOf(scopes));
  switch (name) {
    case 'HttpNoneAuthorizer':
      return OPEN;
    case 'HttpIamAuthorizer':
      return { kind: 'known', authorizer: { kind: 'iam' } };
    case 'HttpJwtAuthorizer': {
      const issuer = textOf(argumentOf(value, 1, 'jwtIssuer'));
      const audience = textsIn(plainOf(callOption(value, 2, 'jwtAudience')));
      const jwt = {
        kind: 'jwt',
        source: authorizationHeader,
        audience,
        scopes: wanted,
        ...(issuer === undefined ? {} : { issuer }),
      } as const;
      return { kind: 'known', authorizer: jwt };
    }
    case 'HttpUserPoolAuthorizer':
      return { kind: 'known', authorizer: { kind: 'jwt', source: authorizationHeader, audience: [], scopes: wanted } };
    case 'CognitoUserPoolsAuthorizer':
      return { kind: 'known', authorizer: { kind: 'cognito', source: authorizationHeader, scopes: wanted } };
    case 'HttpLambdaAuthorizer':
      return httpAuthorizer(value, functions);
    case 'TokenAuthorizer':
    case 'RequestAuthorizer':
      return restAuthorizer(value, name === 'TokenAuthorizer' ? 'TOKEN' : 'REQUEST', functions);
    default:
      return UNKNOWN;
  }
}

function httpAuthorizer(call: CallValue, functions: NamedFunctions): Guard {
  const name = functions.nameOf(argumentOf(call, 1, 'handler'));
  const id = textOf(argumentOf(call, 0, 'id'));
  if (name === undefined) return UNKNOWN;
  const option = (of: string) => callOption(call, 2, of);
  const sources = option('identitySource');
  const simple = textsIn(plainOf(option('responseTypes'))).includes('SIMPLE');
  const authorizer = {
    kind: 'function',
    id: id ?? name,
    name,
    event: 'REQUEST',
    sources: isNothing(sources) ? [authorizationHeader] : identitySources(plainOf(sources)),
    ttlSeconds: secondsOf(option('resultsCacheTtl')) ?? 300,
    payloadFormat: simple ? '2.0' : '1.0',
    simpleResponses: simple,
  } as const;
  return { kind: 'known', authorizer };
}

function restAuthorizer(call: CallValue, event: 'TOKEN' | 'REQUEST', functions: NamedFunctions): Guard {
  const option = (of: string) => callOption(call, 2, of);
  const name = functions.nameOf(option('handler'));
  if (name === undefined) return UNKNOWN;
  const validation = textOf(option('validationRegex'));
  const authorizer = {
    kind: 'function',
    id: textOf(argumentOf(call, 1, 'id')) ?? name,
    name,
    event,
    sources: event === 'TOKEN' ? tokenSource(option('identitySource')) : requestSources(option('identitySources')),
    ttlSeconds: secondsOf(option('resultsCacheTtl')) ?? 300,
    payloadFormat: '1.0',
    simpleResponses: false,
    ...(validation === undefined ? {} : { validation }),
  } as const;
  return { kind: 'known', authorizer };
}

function tokenSource(value: ProgramValue | undefined): readonly IdentitySource[] {
  const [source = authorizationHeader] = requestSources(value);
  return [source];
}

/** `IdentitySource.header('X-Key')`, or what it gives. */
function requestSources(value: ProgramValue | undefined): readonly IdentitySource[] {
  const items = value?.kind === 'array' ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item): readonly IdentitySource[] => {
    if (item.kind === 'text') return identitySources(item.text);
    const [, place = ''] = /IdentitySource\.(\w+)$/.exec(cdkCallee(item) ?? '') ?? [];
    const name = item.kind === 'call' ? textOf(item.arguments[0]) : undefined;
    const where = SOURCES[camel(place)];
    return where === undefined || name === undefined ? [] : [{ in: where, name }];
  });
}

const SOURCES: Readonly<Record<string, IdentitySource['in']>> = {
  header: 'header',
  queryString: 'querystring',
  stageVariable: 'stageVariables',
  context: 'context',
};

/** `AuthorizationType.IAM`, `FunctionUrlAuthType.AWS_IAM`. */
export function isIam(value: ProgramValue | undefined): boolean {
  return value?.kind === 'symbol' && cdkName(value) !== undefined && ['IAM', 'AWS_IAM'].includes(String(symbolOf(value)));
}
