import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, manifestFixes } from './valueFinding.ts';

const PACKERS: Readonly<Record<string, string>> = { sam: 'sam build', serverless: 'the Serverless Framework' };

/** A package that is imported but only asked for during development: what packs the function leaves it out. */
export const dependencyDevOnly: Rule<FunctionSubject> = {
  code: 'dependency.dev-only',
  check(fn) {
    const packer = PACKERS[fn.definition.format];
    if (packer === undefined) return [];
    return (fn.facts.missingPackages ?? [])
      .filter(({ developmentOnly }) => developmentOnly)
      .map((missing) => {
        const { name, at } = missing;
        const message = `“${name}” is in devDependencies only, which ${packer} leaves out of the package: the function fails when it is loaded. Move it to dependencies.`;
        const fixes = manifestFixes(missing, `Move ${name} to dependencies in package.json`);
        return finding(fn, { severity: 'warning', message, at, fixes });
      });
  },
};
