import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap, type TextPosition, type TextRange } from '../../text.ts';
import type { HandlerSignature } from './model.ts';

/** A function with the places of the names that it has in its file. */
export interface NamedFunction {
  readonly names: readonly TextPosition[];
  readonly parameters: TextRange;
  readonly signature: Unplaced<HandlerSignature>;
}

type Unplaced<T> = T extends unknown ? Omit<T, 'at'> : never;

const FUNCTIONS = new Set(['function_declaration', 'function_expression', 'arrow_function', 'method_definition']);
const NESTED = new Set([...FUNCTIONS, 'generator_function_declaration', 'generator_function', 'class_declaration', 'class']);

/** The functions that are given a name outside of every other function. */
export function extractJsFunctions(root: SyntaxNode, text: string): readonly NamedFunction[] {
  if (root.hasError) return [];
  const lines = new LineMap(text);
  const found: NamedFunction[] = [];
  const visit = (node: SyntaxNode): void => {
    for (const child of node.namedChildren) {
      if (FUNCTIONS.has(child.type)) {
        const named = describe(child, lines);
        if (named !== undefined) found.push(named);
      } else if (!NESTED.has(child.type)) visit(child);
    }
  };
  visit(root);
  return found;
}

function describe(node: SyntaxNode, lines: LineMap): NamedFunction | undefined {
  const names = namesOf(node);
  const list = node.childForFieldName('parameters') ?? node.childForFieldName('parameter');
  const body = node.childForFieldName('body');
  if (names.length === 0 || list === null || body === null) return undefined;
  const parameters = list.type === 'formal_parameters' ? list.namedChildren.filter((child) => child.type !== 'comment') : [list];
  const plain = parameters.findIndex((parameter) => !isRequired(parameter));
  const third = parameters[2];
  const second = parameters[1];
  const unused =
    third !== undefined && parameters.length === 3 && second !== undefined && !mentions(body, third.text.replace(/\W.*$/s, ''));
  return {
    names: names.map((name) => lines.position(name.startIndex)),
    parameters: lines.range(list.startIndex, list.endIndex),
    signature: {
      language: 'node',
      parameters: plain === -1 ? parameters.length : plain,
      answers: answers(node, body, parameters),
      ...(unused ? { surplus: lines.range(second.endIndex, third.endIndex) } : {}),
    },
  };
}

/** `function handler`, `handler() {}`, `const handler = `, `exports.handler = `, `{ handler: … }`. */
function namesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const own = node.type === 'function_declaration' || node.type === 'method_definition' ? node.childForFieldName('name') : null;
  if (own !== null) return [own];
  const parent = node.parent;
  if (parent?.type === 'variable_declarator') return [parent.childForFieldName('name')].filter((name) => name !== null);
  if (parent?.type === 'pair') return [parent.childForFieldName('key')].filter((key) => key !== null);
  if (parent?.type !== 'assignment_expression') return [];
  const left = parent.childForFieldName('left');
  return [left, left?.childForFieldName('property') ?? null].filter((name) => name !== null);
}

/** Counts towards `Function.length`: no default, no rest, and no optional mark, which is gone at run time but not its parameter. */
function isRequired(parameter: SyntaxNode): boolean {
  if (parameter.type === 'assignment_pattern' || parameter.type === 'rest_pattern') return false;
  const isTyped = parameter.type === 'required_parameter' || parameter.type === 'optional_parameter';
  if (!isTyped) return true;
  return parameter.childForFieldName('value') === null && parameter.childForFieldName('pattern')?.type !== 'rest_pattern';
}

/** Whether something in it may end the invocation with a value, or hand on what can. */
function answers(node: SyntaxNode, body: SyntaxNode, parameters: readonly SyntaxNode[]): boolean {
  if (node.children.some((child) => child.type === 'async') || body.type !== 'statement_block') return true;
  if (hasReturn(body) || mentions(body, 'arguments') || mentions(body, 'this')) return true;
  const [, context, callback] = parameters.map((parameter) => parameter.text.replace(/^\.\.\.|\W.*$/gs, ''));
  if (callback !== undefined && mentions(body, callback)) return true;
  return context !== undefined && (context === '' || handsOn(body, context));
}

function hasReturn(node: SyntaxNode): boolean {
  return node.namedChildren.some((child) => {
    if (child.type === 'return_statement') return child.namedChildCount > 0;
    if (child.type === 'throw_statement') return true;
    return !NESTED.has(child.type) && hasReturn(child);
  });
}

/** The context itself, or what ends the invocation through it; reading `context.awsRequestId` ends nothing. */
function handsOn(body: SyntaxNode, context: string): boolean {
  return everyMention(body, context).some((mention) => {
    const parent = mention.parent;
    const isObject = parent?.type === 'member_expression' && parent.childForFieldName('object')?.id === mention.id;
    return !isObject || /^(?:done|succeed|fail)$/.test(parent.childForFieldName('property')?.text ?? 'done');
  });
}

function mentions(node: SyntaxNode, name: string): boolean {
  return name === '' || everyMention(node, name).length > 0;
}

function everyMention(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  return node
    .descendantsOfType(['identifier', 'shorthand_property_identifier', 'this'])
    .filter((each) => each !== null && each.text === name) as SyntaxNode[];
}
