import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, functionPlace } from './valueFinding.ts';

const MOST_BYTES = 4096;

/** Names and values together; what is unknown counts nothing, so what is over the limit is over it for certain. */
export const environmentSize: Rule<FunctionSubject> = {
  code: 'limits.environment-size',
  check(fn) {
    const { environment, environmentNames } = fn.definition;
    const sizes = Object.entries(environment).map(([name, value]) => ({
      name,
      bytes: Buffer.byteLength(name) + (value.kind === 'literal' ? Buffer.byteLength(value.value) : 0),
    }));
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const [largest] = sizes.sort((a, b) => b.bytes - a.bytes);
    if (total <= MOST_BYTES || largest === undefined) return [];
    const message =
      `The environment variables of ${fn.definition.name} are ${total} bytes or more: Lambda takes ${MOST_BYTES} for all names and values together. ` +
      `The largest is ${largest.name} with ${largest.bytes}. Put it in a file of the package, in Parameter Store or in S3, and pass its name.`;
    return [finding(fn, { severity: 'error', message, at: environmentNames?.[largest.name] ?? functionPlace(fn.definition) })];
  },
};
