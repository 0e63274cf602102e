import { listed } from './context.ts';
import type { HandlerProblem, ModuleExports } from './model.ts';
import { isFileExtension, likelyExports } from './search/likely.ts';

type Problem = Extract<HandlerProblem, { readonly code: 'handler.export-not-found' }>;

/** The problem of a file without the name. `shown`: the file as a person knows it; `format` makes a handler of a name. */
export function missingExport(options: {
  readonly path: string;
  readonly shown: string;
  readonly exportName: string;
  readonly found: ModuleExports;
  /** "exports" or "defines". */
  readonly verb: string;
  /** Further words for the message, such as why a name that looks right isn't. */
  readonly note?: string | undefined;
  readonly insertion: Problem['insertion'];
  /** The function's own name. */
  readonly hint?: string;
  readonly format: (exportName: string) => string;
}): Problem {
  const { path, shown, exportName, found, verb } = options;
  const names = [...new Set(found.exports.map(({ name }) => name))].filter((name) => !name.startsWith('_') && !name.includes('.'));
  const suggestions = likelyExports(exportName, path, found.exports, options.hint);
  const nearestAt = found.exports.find(({ name }) => name === suggestions[0])?.at;
  const there =
    names.length === 0 ? `${shown} ${verb} nothing, so not '${exportName}' either` : `${shown} ${verb} ${listed(names)}, not ${exportName}`;
  return {
    code: 'handler.export-not-found',
    message: options.note === undefined ? `${there}.` : `${there}. ${options.note}`,
    path,
    exportName,
    suggestions: suggestions.map(options.format),
    ...(nearestAt === undefined ? {} : { nearest: nearestAt }),
    // Nobody means to call a function `js`.
    insertion: isFileExtension(exportName) ? { ...options.insertion, text: '' } : options.insertion,
  };
}
