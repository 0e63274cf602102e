import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap } from '../../text.ts';
import { type CommonJsFacts, readCommonJs } from './commonjs.ts';
import { readEsModule } from './esm.ts';
import { collectLocals } from './locals.ts';
import type { JsExport, JsFacts } from './model.ts';
import { ValueReader } from './values.ts';

export function extractJsFacts(root: SyntaxNode, text: string): JsFacts {
  const lines = new LineMap(text);
  const locals = collectLocals(root);
  const values = new ValueReader(locals, text, (node) => lines.range(node.startIndex, node.endIndex));
  const esm = readEsModule(root, values);
  const commonJs = readCommonJs(root, text, values, esm.found);
  const ownExports = locals.has('exports') || locals.has('module');
  const exports = [...esm.exports, ...mergeAssignments(commonJs)];
  return {
    exports: root.hasError ? exports.map(unlessConstant) : exports,
    stars: [...esm.stars, ...commonJs.stars],
    typeOnly: esm.typeOnly,
    doubt: root.hasError ? 'it has syntax errors' : commonJs.doubt,
    style: esm.found ? 'module' : commonJs.found && !ownExports ? 'commonjs' : undefined,
    end: lines.range(text.length, text.length),
    endsWithLineBreak: text === '' || text.endsWith('\n'),
  };
}

/** A name assigned twice (`exports.a = void 0; exports.a = a`) is a constant only if all its values are. */
function mergeAssignments(facts: CommonJsFacts): readonly JsExport[] {
  const byName = new Map<string, JsExport>();
  for (const entry of facts.exports) {
    const earlier = byName.get(entry.name);
    if (earlier === undefined || entry.value.kind !== 'constant') byName.set(entry.name, entry);
  }
  if (facts.doubt === undefined) return [...byName.values()];
  return [...byName.values()].map(unlessConstant);
}

/** What looks constant may be otherwise where not all was understood. */
function unlessConstant(entry: JsExport): JsExport {
  return /^(?:constant|class)$/.test(entry.value.kind) ? { ...entry, value: { kind: 'unknown' } } : entry;
}
