import type { AnalysedTemplate } from '../analysis/model.ts';
import type { Rule } from './rule.ts';

/** A template that can't be read hides its functions from every other rule. */
export const templateBroken: Rule<AnalysedTemplate> = {
  code: 'template.broken',
  check(template) {
    if (template.kind !== 'broken') return [];
    const { message, path, range } = template;
    return [{ severity: 'error', message, at: { path, range }, functionId: null, fixes: [], related: [] }];
  },
};
