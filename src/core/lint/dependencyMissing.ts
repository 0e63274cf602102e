import { basename } from 'node:path';
import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, manifestFixes } from './valueFinding.ts';

/** A package that is imported and that nothing provides: the function fails as soon as it is loaded. */
export const dependencyMissing: Rule<FunctionSubject> = {
  code: 'dependency.missing',
  check(fn) {
    const { runtime } = fn.definition;
    return (fn.facts.missingPackages ?? [])
      .filter(({ developmentOnly }) => !developmentOnly)
      .map((missing) => {
        const { name, imported, at, manifest } = missing;
        const where = manifest === undefined ? 'there is no package.json that asks for it' : `${basename(manifest)} doesn’t ask for it`;
        const why =
          name === 'aws-sdk' && runtime.kind === 'literal'
            ? `${runtime.value} brings version 3 of the AWS SDK, not version 2`
            : `${runtime.kind === 'literal' ? runtime.value : 'the runtime'} doesn’t bring it`;
        const advice =
          name === 'aws-sdk' ? 'Use the clients of version 3 (@aws-sdk/client-…), or add aws-sdk to the dependencies.' : `Add ${name}.`;
        const message = `“${imported}” isn’t there when the function runs: ${where}, and ${why}. ${advice}`;
        const fixes = manifestFixes(missing, `Add ${name} to ${basename(manifest ?? '')}`);
        return finding(fn, { severity: 'error', message, at, fixes });
      });
  },
};
