import { entriesOf, lazy, literalText, type MappingEntry, type MappingNode, type TemplateNode } from '../tree/model.ts';

/** The values that a loop's variable has, where all of them are written out. */
export function turnsOf(collection: TemplateNode | undefined): readonly string[] | undefined {
  if (collection?.kind !== 'sequence') return undefined;
  const texts = collection.items.map(literalText);
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : undefined;
}

/** What stands in a loop for one turn of it: the variable's value in place of `${Variable}`, `&{Variable}` and `Ref`. */
export function inTurn(node: TemplateNode, variable: string, value: string): TemplateNode {
  const inside = (inner: TemplateNode): TemplateNode => inTurn(inner, variable, value);
  const { range } = node;
  switch (node.kind) {
    case 'scalar': {
      const text = textInTurn(node.text, variable, value);
      return text === node.text ? node : { kind: 'scalar', value: text, text, range, computed: true };
    }
    case 'intrinsic': {
      if (node.name === 'Ref' && literalText(node.argument) === variable)
        return { kind: 'scalar', value, text: value, range, computed: true };
      const argument = lazy(() => inside(node.argument), node.argument);
      return {
        kind: 'intrinsic',
        name: node.name,
        range,
        get argument() {
          return argument();
        },
      };
    }
    case 'sequence': {
      const items = lazy(() => node.items.map(inside), []);
      return {
        kind: 'sequence',
        range,
        get items() {
          return items();
        },
      };
    }
    case 'mapping': {
      const entries = lazy<MappingNode['entries']>(() => new Map(entriesOf(node).map((entry) => [keyOf(entry), made(entry)])), new Map());
      const keyOf = ({ key }: MappingEntry): string => textInTurn(key, variable, value);
      const made = (entry: MappingEntry): MappingEntry => ({ ...entry, key: keyOf(entry), value: inside(entry.value) });
      return {
        kind: 'mapping',
        range,
        get entries() {
          return entries();
        },
      };
    }
  }
}

/** `&{Variable}` leaves out what a logical id can't have. */
function textInTurn(text: string, variable: string, value: string): string {
  return text.replaceAll(`\${${variable}}`, () => value).replaceAll(`&{${variable}}`, () => value.replace(/[^A-Za-z\d]/g, ''));
}
