import { WorkbenchError } from '../errors.ts';
import type { TemplateFormat } from '../project/model.ts';

/** One function's name in the forms its files need. */
export interface FunctionNames {
  /** As typed: `order-api`. */
  readonly name: string;
  /** `OrderApi`: CloudFormation wants letters and digits only. `orderApi` in the Serverless Framework, as functions are called there. */
  readonly logicalId: string;
  /** `order-api`: the folder. */
  readonly folder: string;
  /** `order_api`: what Python can import. */
  readonly module: string;
}

/** Lambda's own rule for function names (API reference, CreateFunction). */
const lambdaName = /^[A-Za-z0-9_-]{1,64}$/;

/** Why `name` can't be a function's; undefined when it can. */
export function functionNameProblem(name: string): string | undefined {
  if (name === '') return 'A function needs a name.';
  if (name.length > 64) return `"${name}" is longer than Lambda’s 64 characters.`;
  if (!lambdaName.test(name)) return `"${name}" has characters that a function’s name can’t have.`;
  if (!/^[A-Za-z]/.test(name)) return `"${name}" doesn’t start with a letter.`;
  return undefined;
}

/** Throws `arguments` for a name that Lambda or CloudFormation would refuse. */
export function functionNames(name: string, format: TemplateFormat): FunctionNames {
  const problem = functionNameProblem(name);
  if (problem !== undefined) throw new WorkbenchError('arguments', problem, 'Use letters, digits, hyphens and underscores.');
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '');
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return {
    name,
    logicalId: format === 'serverless' ? pascal.charAt(0).toLowerCase() + pascal.slice(1) : pascal,
    folder: words.map((word) => word.toLowerCase()).join('-'),
    module: words.map((word) => word.toLowerCase()).join('_'),
  };
}
