/** Kinds of source that a handler is written in. */
export type HandlerStyle = 'module' | 'commonjs' | 'typescript' | 'python' | 'ruby';

/** A minimal handler, as code that stands alone. Empty where the name can't be declared in the language. */
export function handlerText(style: HandlerStyle, exportName: string): string {
  if (!isPlain(exportName)) return '';
  const parameter = style === 'typescript' ? 'event: unknown' : 'event';
  const arrow = `async (${parameter}) => {\n  return { statusCode: 200, body: JSON.stringify(event) };\n};\n`;
  if (style === 'python') {
    return `def ${exportName}(event, context):\n    return {"statusCode": 200, "body": "ok"}\n`;
  }
  if (style === 'ruby')
    return /^[a-z_]/.test(exportName) ? `def ${exportName}(event:, context:)\n  { statusCode: 200, body: 'ok' }\nend\n` : '';
  if (style === 'commonjs') return `exports.${exportName} = ${arrow}`;
  return exportName === 'default' ? `export default ${arrow}` : `export const ${exportName} = ${arrow}`;
}

/** Names that mean nothing else in any of the languages. */
function isPlain(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name) && !RESERVED.has(name);
}

const RESERVED = new Set(
  'await break case catch class const continue debugger delete do else enum export extends false finally for function if import in instanceof let new null return static super switch this throw true try typeof var void while with yield and as assert async def del elif except from global is lambda None nonlocal not or pass raise True False BEGIN END alias begin defined? do end ensure module next nil redo rescue retry self then undef unless until when'.split(
    ' ',
  ),
);
