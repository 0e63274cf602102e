import { listed } from '../context.ts';
import type { HandlerProblem } from '../model.ts';
import { nearest } from '../near.ts';
import { type HandlerRequest, shown } from '../request.ts';
import { simpleName } from '../search/members.ts';
import { HOSTED_HANDLER, isHosted } from './aspNetCore.ts';
import type { NamedNetHandler } from './handlerName.ts';
import type { PlacedNetType } from './sources.ts';

/** The problem of a type without the method. `format` makes a handler of a method's name; `attribute` goes above a method that is created. */
export function missingMethod(
  parts: NamedNetHandler,
  types: readonly PlacedNetType[],
  request: HandlerRequest,
  format: (name: string) => string,
  attribute = '',
): HandlerProblem {
  const [first] = types;
  const path = first?.path ?? '';
  const hosted = types.find(({ type, facts }) => isHosted(type, facts));
  const methods = types.flatMap(({ type, path }) => type.methods.map(({ name, range }) => ({ name, at: { path, range } })));
  const inherited = hosted === undefined ? [] : [{ name: HOSTED_HANDLER, at: { path: hosted.path, range: hosted.type.range } }];
  const names = [...new Set([...methods, ...inherited].map(({ name }) => name))];
  const near = nearest(parts.method, names);
  const suggested = near.length > 0 ? near : hosted !== undefined ? [HOSTED_HANDLER] : names.length === 1 ? names : [];
  const at = [...methods, ...inherited].find(({ name }) => name === suggested[0])?.at;
  const end = first?.type.end;
  const creates = end !== undefined && /^[A-Z]\w*$/.test(parts.method);
  const has = names.length === 0 ? 'no method' : listed(names);
  return {
    code: 'handler.export-not-found',
    message: `${simpleName(first?.type.name ?? parts.type)} in ${shown(path, request)} has ${has}, not ${parts.method}.`,
    path,
    exportName: parts.method,
    suggestions: suggested.map(format),
    ...(at === undefined ? {} : { nearest: at }),
    insertion: creates
      ? { range: end, text: `\n${attribute}    public string ${parts.method}(string input)\n    {\n        return input;\n    }\n` }
      : { range: end ?? request.definition.range, text: '' },
  };
}
