import { LineMap } from '../../text.ts';
import { parseJson } from './json.ts';
import type { JsonEntries } from './jsonEntries.ts';
import type { ParsedTree, TemplateSource } from './model.ts';
import { parseYaml } from './yaml.ts';
import type { YamlBlocks } from './yamlBlocks.ts';

/** Of a file that is read again and again. */
export interface KnownParts {
  readonly yaml: YamlBlocks;
  readonly json: JsonEntries;
}

/**
 * Reads YAML or JSON, told by the text; `.json` in `path` says that nothing but JSON is meant.
 * @param known of what stood there before
 */
export function parseTree(path: string, text: string, known?: KnownParts): ParsedTree {
  try {
    if (!hasBraces(text)) {
      const root = known?.yaml.read(text);
      return root === undefined ? parseYaml(text) : { kind: 'tree', root };
    }
    const json = parseJson(text, known?.json);
    if (json.kind === 'tree' || /\.json$/i.test(path)) return json;
    // Braces don't make it JSON: YAML has its own flow mappings.
    const yaml = parseYaml(text);
    return yaml.kind === 'tree' ? yaml : json;
  } catch (error) {
    // Nested deeper than the parsers' recursion can follow.
    if (error instanceof RangeError) return { kind: 'syntax-error', message: 'it is nested too deeply', span: { start: 0, end: 0 } };
    throw error;
  }
}

/** What is needed to speak about a text; what its own parts say of it is still missing. */
export function sourceOf(path: string, text: string): TemplateSource {
  return { path, end: new LineMap(text).end, braces: hasBraces(text), parameters: new Map(), mappings: undefined, loopVariables: [] };
}

function hasBraces(text: string): boolean {
  return /^\s*\{/.test(text);
}
