import { type CallValue, isNothing, memberOf, type ProgramValue, type TextValue } from '../program/index.ts';

/** A value that stands where SST takes a function: a handler, or an object that holds one. */
export interface FunctionPlace {
  /** What tells it from others of the same construct: a route, a key. */
  readonly label: TextValue | undefined;
  readonly value: ProgramValue;
}

type Find = (properties: ProgramValue | undefined) => readonly FunctionPlace[];

const whole: Find = (properties) => (isNothing(properties) ? [] : [{ label: undefined, value: properties }]);

/** The property itself is a function. */
function single(...names: readonly string[]): Find {
  return (properties) =>
    names.flatMap((name) => whole(memberOf(properties, name)).map(({ value }) => ({ label: labelOf(name, value), value })));
}

/** The property is an object, or a list, of functions. */
function each(...names: readonly string[]): Find {
  return (properties) => names.flatMap((name) => membersOf(memberOf(properties, name)));
}

export function membersOf(value: ProgramValue | undefined): readonly FunctionPlace[] {
  if (value?.kind === 'array') {
    return value.items.map((item) => {
      const name = memberOf(item, 'name');
      return { label: name?.kind === 'text' ? name : undefined, value: item };
    });
  }
  if (value?.kind !== 'object') return [];
  const { source } = value.place;
  return value.entries().entries.map((entry) => ({
    label: { kind: 'text', text: entry.key, place: { source, span: entry.keySpan }, written: true, ofFile: false },
    value: entry.value,
  }));
}

/** Rules of an event bus hold their functions one level further down. */
const targets: Find = (properties) => targetsOf(memberOf(properties, 'rules'));

function targetsOf(rules: ProgramValue | undefined): readonly FunctionPlace[] {
  return membersOf(rules).flatMap(({ label, value }) =>
    membersOf(memberOf(value, 'targets')).map((target) => ({ ...target, label: joined(label, target.label) })),
  );
}

function joined(first: TextValue | undefined, second: TextValue | undefined): TextValue | undefined {
  return first === undefined || second === undefined ? (second ?? first) : { ...second, text: `${first.text}.${second.text}` };
}

function labelOf(name: string, value: ProgramValue): TextValue {
  return { kind: 'text', text: name, place: value.place, written: false, ofFile: false };
}

/** Where constructs of versions 1 and 2 take functions, in their third argument. https://v2.sst.dev/constructs */
export const CONSTRUCTS: ReadonlyMap<string, Find> = new Map<string, Find>([
  ['Function', whole],
  ['Job', whole],
  ['Api', each('routes')],
  ['ApiGatewayV1Api', each('routes')],
  ['WebSocketApi', each('routes')],
  ['Cron', single('job')],
  ['Queue', single('consumer')],
  ['Bucket', each('notifications')],
  ['Topic', each('subscribers')],
  ['EventBus', targets],
  ['Table', each('consumers')],
  ['KinesisStream', each('consumers')],
  ['Script', single('onCreate', 'onUpdate', 'onDelete')],
  ['Auth', single('authenticator')],
  ['Cognito', each('triggers')],
  ['GraphQLApi', single('server')],
  ['AppSyncApi', each('dataSources')],
]);

/** What their instances are told later; the first argument is the stack. */
export const ADDITIONS: ReadonlyMap<string, (args: readonly ProgramValue[]) => readonly FunctionPlace[]> = new Map([
  ['addRoutes', (args: readonly ProgramValue[]) => membersOf(args[1])],
  ['addConsumer', (args: readonly ProgramValue[]) => whole(args[1])],
  ['addConsumers', (args: readonly ProgramValue[]) => membersOf(args[1])],
  ['addNotifications', (args: readonly ProgramValue[]) => membersOf(args[1])],
  ['addSubscribers', (args: readonly ProgramValue[]) => membersOf(args[1])],
  ['addDataSources', (args: readonly ProgramValue[]) => membersOf(args[1])],
  ['addRules', (args: readonly ProgramValue[]) => targetsOf(args[1])],
  ['addTargets', (args: readonly ProgramValue[]) => membersOf(args[2])],
]);

/** Where components of version 3 take functions, in their second argument. https://sst.dev/docs/components */
export const COMPONENTS: ReadonlyMap<string, Find> = new Map<string, Find>([
  ['Function', whole],
  ['Cron', single('job', 'function')],
  ['CronV2', single('job', 'function')],
  ['CognitoUserPool', each('triggers')],
  ['Realtime', single('authorizer')],
  ['Auth', single('authorizer', 'issuer')],
]);

/** What their instances are told later. */
export const METHODS: ReadonlyMap<string, (call: CallValue) => readonly FunctionPlace[]> = new Map([
  ['route', ({ arguments: [label, value] }: CallValue) => named(label, value)],
  ['subscribe', subscription],
  ['setSubscriber', ({ arguments: [value] }: CallValue) => whole(value)],
  ['notify', ({ arguments: [options] }: CallValue) => membersOf(memberOf(options, 'notifications'))],
  [
    'addAuthorizer',
    ({ arguments: [options] }: CallValue) => named(memberOf(options, 'name'), memberOf(memberOf(options, 'lambda'), 'function')),
  ],
  ['addDataSource', ({ arguments: [options] }: CallValue) => named(memberOf(options, 'name'), memberOf(options, 'lambda'))],
]);

function named(label: ProgramValue | undefined, value: ProgramValue | undefined): readonly FunctionPlace[] {
  return isNothing(value) ? [] : [{ label: label?.kind === 'text' ? label : undefined, value }];
}

/** `subscribe(function, options)` or, with a name before it, `subscribe(name, function, options)`. */
function subscription({ arguments: [first, second] }: CallValue): readonly FunctionPlace[] {
  const isFunction = second?.kind === 'text' || (second?.kind === 'object' && second.get('handler') !== undefined);
  return isFunction ? named(first, second) : whole(first);
}
