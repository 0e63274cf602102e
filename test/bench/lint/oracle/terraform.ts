import { closing, lineAt } from './bracketed.ts';
import type { Scanner, Sighting } from './model.ts';

/** `aws_lambda_function`, and module calls that name a handler or are terraform-aws-modules' own. */
export const scanTerraform: Scanner = ({ file, lines }) => {
  if (!/\.(tf|tofu)$/.test(file)) return [];
  const text = lines.join('\n');
  return [...text.matchAll(/^[ \t]*(?:resource\s+"?(aws_lambda_function)"?\s+"?[\w-]+"?|(module)\s+"?[\w-]+"?)\s*\{/gm)].flatMap(
    (match): Sighting[] => {
      const start = match.index + match[0].length - 1;
      const body = text.slice(start, closing(text, start));
      const handler = /^[ \t]*handler\s*=\s*(.*)$/m.exec(body);
      if (match[2] === 'module' && !isFunctionModule(body, handler !== null)) return [];
      const literal = /^"([^"$]+)"/.exec(handler?.[1] ?? '')?.[1];
      const at =
        literal === undefined || handler === null ? match.index + match[0].search(/\S/) : start + handler.index + handler[0].search(/\S/);
      return [{ file, line: lineAt(text, at), handler: literal, by: 'terraform' }];
    },
  );
};

function isFunctionModule(body: string, hasHandler: boolean): boolean {
  if (/^\s*create_(function\s*=\s*false|layer\s*=\s*true)/m.test(body)) return false;
  return hasHandler || /source\s*=\s*"(terraform-aws-modules\/lambda\/aws|[^"]*terraform-aws-lambda)"/.test(body);
}
