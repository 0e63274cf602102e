/** Functions of libraries that make a handler: a plain function, without members of its own. By the module that they are imported from. */
const MAKERS: Readonly<Record<string, readonly string[]>> = {
  'sst/node/api': ['ApiHandler'],
  'sst/node/event-bus': ['EventHandler'],
  '@trpc/server/adapters/aws-lambda': ['awsLambdaRequestHandler'],
  'hono/aws-lambda': ['handle', 'streamHandle'],
  'serverless-http': ['default'],
};

/** Whether what is imported as `name` makes a plain function. */
export function makesFunction(specifier: string, name: string): boolean {
  return Object.hasOwn(MAKERS, specifier) && MAKERS[specifier]?.includes(name) === true;
}
