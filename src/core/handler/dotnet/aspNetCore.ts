import type { NetFacts, NetType } from './model.ts';

/** The one method of Amazon.Lambda.AspNetCoreServer's base classes that a handler names. */
export const HOSTED_HANDLER = 'FunctionHandlerAsync';

const NAMESPACE = 'Amazon.Lambda.AspNetCoreServer';
const BASES = /^(?:APIGateway(?:HttpApiV2|WebsocketApi)?ProxyFunction|ApplicationLoadBalancerFunction)$/;

/** Whether a type is an entry point of ASP.NET Core by one of Amazon's base classes, for certain. */
export function isHosted(type: NetType, facts: NetFacts): boolean {
  return type.bases.some((base) => isHostingBase(base, facts));
}

export function isHostingBase(written: string, facts: NetFacts): boolean {
  const base = written.replace(/^global::/, '');
  const namespace = base.slice(0, Math.max(0, base.lastIndexOf('.')));
  const isNamed = namespace === NAMESPACE || (namespace === '' && facts.usings.includes(NAMESPACE));
  return isNamed && BASES.test(base.slice(base.lastIndexOf('.') + 1));
}

/** What a class inherits from them beside the handler, by the stem of the name: the hooks and helpers of all their versions. */
export const HOSTING_MEMBER =
  /^(?:Init|Start|(?:Pre|Post)\w+|Create\w+|Marshall\w+|Register\w+|Get\w+|ErrorReport|ProcessRequest\w*|Build\w+|Internal\w+|Execute\w+|Run\w+)$/;
