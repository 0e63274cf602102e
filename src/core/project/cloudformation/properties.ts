import { child, isAbsent, literalText, type TemplateNode } from '../tree/model.ts';

/** A function resource's properties, with what SAM's Globals add to them. */
export interface Properties {
  readonly type: FunctionType;
  readonly metadata: TemplateNode | undefined;
  /** The resource's own value, else the global one. */
  get(name: string): TemplateNode | undefined;
  /** Both, the global one first: for what SAM merges or concatenates. */
  both(name: string): readonly (TemplateNode | undefined)[];
}

/** A web function runs a server instead of a handler. */
const functionTypes = ['AWS::Serverless::Function', 'AWS::Serverless::WebFunction', 'AWS::Lambda::Function'] as const;

export type FunctionType = (typeof functionTypes)[number];

export function isFunctionType(type: string | undefined): type is FunctionType {
  return functionTypes.some((each) => each === type);
}

export function propertiesOf(resource: TemplateNode, type: FunctionType, globals: TemplateNode | undefined): Properties {
  const own = child(resource, 'Properties');
  const isGlobal = type === 'AWS::Serverless::Function' ? globalsFor(resource) : () => false;
  const ownValue = (name: string): TemplateNode | undefined => {
    const value = child(own, name);
    return isAbsent(value) ? undefined : value;
  };
  const globalValue = (name: string): TemplateNode | undefined => (isGlobal(name) ? child(globals, name) : undefined);
  return {
    type,
    metadata: child(resource, 'Metadata'),
    get: (name) => ownValue(name) ?? globalValue(name),
    both: (name) => [globalValue(name), ownValue(name)],
  };
}

/** SAM's `IgnoreGlobals`: `'*'`, or names of properties. */
function globalsFor(resource: TemplateNode): (name: string) => boolean {
  const ignored = child(resource, 'IgnoreGlobals');
  if (ignored?.kind === 'sequence') {
    const names = new Set(ignored.items.map(literalText));
    return (name) => !names.has(name);
  }
  const all = literalText(ignored) === '*';
  return () => !all;
}
