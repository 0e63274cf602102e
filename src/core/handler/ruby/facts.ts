import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap } from '../../text.ts';
import type { RubyFacts } from './model.ts';
import { RubyReader } from './reader.ts';

/** Ways to make names that no reading of the text can follow. */
const DYNAMIC =
  /\b(?:eval|instance_eval|class_eval|module_eval|class_exec|module_exec|instance_exec|const_missing|method_missing|const_set|autoload|Zeitwerk|TOPLEVEL_BINDING)\b|\bdefine_(?:singleton_)?method\b(?!\s*\(?\s*:\w)/;

export function extractRubyFacts(root: SyntaxNode, text: string): RubyFacts {
  const lines = new LineMap(text);
  const reader = new RubyReader((start, end) => lines.range(start, end), text);
  reader.program(root);
  const doubt = root.hasError ? 'it has syntax errors' : DYNAMIC.test(text) ? 'it makes names at run time' : reader.doubt;
  return {
    ...reader.found(),
    doubt,
    end: lines.range(text.length, text.length),
    endsWithLineBreak: text === '' || text.endsWith('\n'),
  };
}
