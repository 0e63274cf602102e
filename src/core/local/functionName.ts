import { localRegion } from '../localAccount.ts';
import { invalidParameter, notFound, validationError } from './awsError.ts';

export interface FunctionReference {
  readonly name: string;
  /** `$LATEST`, a version's number or an alias. */
  readonly qualifier: string | undefined;
}

/**
 * Reads the forms a function is named by: `f`, `f:1`, `123456789012:function:f`, `function:f` and whole ARNs, each with a qualifier or not.
 * The account isn't looked at.
 */
export function parseFunctionName(text: string, qualifierParameter?: string | null): FunctionReference {
  const match = FORM.exec(text);
  if (match === null || text.length > 140) {
    throw validationError(text, 'functionName', `Member must satisfy regular expression pattern: ${PATTERN}`);
  }
  const [, region, name = '', inName] = match;
  if (name.length > 64) {
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  }
  if (region !== undefined && region !== localRegion) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${localRegion}')`);
  }
  const qualifier = qualifierParameter ?? undefined;
  if (qualifier !== undefined && inName !== undefined && qualifier !== inName) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  if (qualifier !== undefined && !/^(?:\$LATEST|[A-Za-z0-9_-]{1,128})$/.test(qualifier)) {
    throw validationError(
      qualifier,
      'qualifier',
      'Member must satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+',
    );
  }
  return { name, qualifier: qualifier ?? inName };
}

/** As Lambda shows it. It takes parts of ARNs that FORM doesn’t: a region or an account that is left out is nothing here. */
const PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?';

const FORM =
  /^(?:arn:aws[a-z-]*:lambda:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:function:|\d{12}:function:|function:|)([A-Za-z0-9_-]+)(?::(\$LATEST|[A-Za-z0-9_-]+))?$/;
