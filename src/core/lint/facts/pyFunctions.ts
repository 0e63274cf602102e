import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap } from '../../text.ts';
import type { NamedFunction } from './jsFunctions.ts';

/** The functions at the top level of a module that nothing decorates. */
export function extractPyFunctions(root: SyntaxNode, text: string): readonly NamedFunction[] {
  if (root.hasError) return [];
  const lines = new LineMap(text);
  return root.namedChildren
    .filter((node) => node.type === 'function_definition')
    .flatMap((node): readonly NamedFunction[] => {
      const name = node.childForFieldName('name');
      const list = node.childForFieldName('parameters');
      if (name === null || list === null) return [];
      const coroutine = node.children.some((child) => child.type === 'async');
      const parameters = lines.range(list.startIndex, list.endIndex);
      return [{ names: [lines.position(name.startIndex)], parameters, signature: { language: 'python', coroutine, ...arity(list) } }];
    });
}

/** How many positional arguments a call has to give, and how many it may. */
function arity(list: SyntaxNode): { readonly least: number; readonly most: number } {
  let least = 0;
  let most = 0;
  for (const parameter of list.namedChildren) {
    switch (parameter.type) {
      case 'identifier':
      case 'typed_parameter':
        if (parameter.type === 'typed_parameter' && /^\*/.test(parameter.text)) return { least, most: rest(parameter, most) };
        least += 1;
        most += 1;
        break;
      case 'default_parameter':
      case 'typed_default_parameter':
        most += 1;
        break;
      case 'list_splat_pattern':
        return { least, most: Number.MAX_SAFE_INTEGER };
      case 'keyword_separator':
      case 'dictionary_splat_pattern':
        // What follows is given by its name.
        return { least, most };
      default:
    }
  }
  return { least, most };
}

function rest(parameter: SyntaxNode, most: number): number {
  return parameter.text.startsWith('**') ? most : Number.MAX_SAFE_INTEGER;
}
