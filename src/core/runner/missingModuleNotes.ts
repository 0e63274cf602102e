import type { FunctionError, RunnableFunction } from './model.ts';
import type { Interpreter } from './runtimes/model.ts';

/** What Lambda's Python runtimes have beside the standard library, and a Python of this machine may not. */
const OF_THE_RUNTIME = /(?:^|: )No module named '(boto3|botocore|s3transfer|jmespath)(?:\.[\w.]+)?'/;

/** A function that works on AWS as it is, and not here: what it lacks, and where it gets that from. */
export function missingModuleNotes(
  error: FunctionError,
  { runtime }: RunnableFunction,
  { path }: Pick<Interpreter, 'path'>,
): readonly string[] {
  if (!runtime.startsWith('python')) return [];
  const name = OF_THE_RUNTIME.exec(error.errorMessage)?.[1];
  if (name === undefined) return [];
  return [
    `Lambda’s Python brings ${name} along; the one that runs here has none. List boto3 in requirements.txt, which is installed for the run, or install it: ${path} -m pip install boto3`,
  ];
}
