/** A handler string in its two parts, as its runtime splits it. */
export interface HandlerParts {
  /** Module, file or class, with its folders. */
  readonly file: string;
  readonly separator: string;
  /** Function, method or path of names. */
  readonly name: string;
}

export type Language = 'javascript' | 'python' | 'ruby' | 'jvm' | 'dotnet';

/** By the file that a handler was found in; undefined for languages whose runtime ignores the string. */
export function languageOf(source: string, runtime: string | undefined): Language | undefined {
  if (/\.([cm]?[jt]s|[jt]sx)$/.test(source)) return 'javascript';
  if (/\.py$/.test(source)) return 'python';
  if (/\.rb$/.test(source)) return 'ruby';
  if (/\.(java|kt|scala|groovy)$/.test(source)) return 'jvm';
  if (/\.(cs|fs)$/.test(source)) return 'dotnet';
  // Inline code is found in the template.
  return runtime?.startsWith('nodejs') ? 'javascript' : runtime?.startsWith('python') ? 'python' : undefined;
}

/** Undefined where there is nothing to split: a JVM class alone, a .NET assembly alone, a bare export name. */
export function handlerParts(handler: string, language: Language): HandlerParts | undefined {
  const pattern = patterns[language].exec(handler);
  const [, file, separator, name] = pattern ?? [];
  return file === undefined || separator === undefined || name === undefined ? undefined : { file, separator, name };
}

const patterns: Readonly<Record<Language, RegExp>> = {
  javascript: /^((?:.*\/)?[^./]+)(\.)([^/]+)$/,
  python: /^(.+)(\.)([^.]+)$/,
  ruby: /^([^.]+)(\.)(.+)$/,
  jvm: /^(.+)(::)(.+)$/,
  dotnet: /^(.+)(::)([^:]+)$/,
};
