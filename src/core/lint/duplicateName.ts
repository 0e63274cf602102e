import type { AnalysedTemplate } from '../analysis/model.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { Rule } from './rule.ts';
import { finding, functionPlace } from './valueFinding.ts';

/** Two functions of one template can't have one name. Functions with different conditions may never be there at once. */
export const duplicateName: Rule<AnalysedTemplate> = {
  code: 'function.duplicate-name',
  check(template) {
    if (template.kind !== 'template') return [];
    const first = new Map<string, FunctionDefinition>();
    return template.functions.flatMap(({ definition }) => {
      const { functionName, condition } = definition;
      if (functionName?.kind !== 'literal') return [];
      const key = `${condition ?? ''}\0${functionName.value}`;
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, definition);
        return [];
      }
      const message = `${earlier.logicalId} has the name “${functionName.value}” already: the deployment fails, for a name can be given once.`;
      const related = [{ message: 'This one has it too', at: functionPlace(earlier) }];
      return [finding({ definition }, { severity: 'error', message, at: functionName, related })];
    });
  },
};
