import type { Fix } from './model.ts';
import { reservedNames } from './reservedNames.ts';
import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, functionPlace, isPlainText, replaceWith } from './valueFinding.ts';

export const environmentReserved: Rule<FunctionSubject> = {
  code: 'environment.reserved',
  check(fn) {
    const { definition } = fn;
    const { environment, environmentNames } = definition;
    return Object.entries(environment)
      .filter(([name, value]) => reservedNames.has(name) && value.kind !== 'absent')
      .map(([name, value]) => {
        const at = environmentNames?.[name] ?? (value.kind === 'literal' ? value : functionPlace(definition));
        const message = `${name} is a name that Lambda keeps for itself: it refuses the function. ${adviceFor(name)}`;
        return finding(fn, { severity: 'error', message, at, fixes: fixesFor(name, fn) });
      });
  },
};

function adviceFor(name: string): string {
  if (isCredential(name)) return 'Leave it out: the function gets credentials from its role.';
  return 'Leave it out, since Lambda sets it itself, or choose another name.';
}

function isCredential(name: string): boolean {
  return /ACCESS_KEY|SECRET|SESSION/.test(name);
}

/** Without the variable code finds what Lambda sets; another name is for a value of one's own. */
function fixesFor(name: string, { definition, facts }: FunctionSubject): readonly Fix[] {
  const entry = facts.reservedEntries?.[name];
  const remove = entry === undefined ? [] : [replaceWith(entry, '', `Remove ${name}`, true)];
  const place = definition.environmentNames?.[name];
  if (place === undefined || isCredential(name) || !isPlainText(name, place.range)) return remove;
  const other = `OWN_${name.replace(/^_+/, '')}`;
  return [...remove, replaceWith(place, other, `Rename it to ${other}, as what reads it must`, false)];
}
