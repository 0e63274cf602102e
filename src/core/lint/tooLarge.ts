import { lambdaLimits } from '../package/limits.ts';
import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, functionPlace } from './valueFinding.ts';

/** An archive that Lambda refuses. Layers count towards the same limit, but aren't seen here. */
export const tooLarge: Rule<FunctionSubject> = {
  code: 'package.too-large',
  check(fn) {
    const { definition, facts } = fn;
    const { name, zipped = 0, unzipped = 0 } = facts.packaging ?? { name: '' };
    const at = functionPlace(definition);
    if (unzipped > lambdaLimits.unzippedBytes) {
      const message = `${name} holds ${megabytes(unzipped)} MB: Lambda takes ${megabytes(lambdaLimits.unzippedBytes)} unzipped, layers included. Leave out what the function doesn’t need, or use a container image.`;
      return [finding(fn, { severity: 'error', message, at })];
    }
    // Everything but Terraform's `filename` goes through S3, where only the unzipped size counts.
    if (definition.format !== 'terraform' || zipped <= lambdaLimits.zippedBytes) return [];
    const message = `${name} is ${megabytes(zipped)} MB: a direct upload takes ${megabytes(lambdaLimits.zippedBytes)}. Put it into S3, and name it with s3_bucket and s3_key.`;
    return [finding(fn, { severity: 'error', message, at })];
  },
};

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}
