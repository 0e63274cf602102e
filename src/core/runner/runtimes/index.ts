import { WorkbenchError } from '../../errors.ts';
import type { RuntimeFamily } from './model.ts';
import { node } from './node.ts';
import { python } from './python.ts';

const families: readonly RuntimeFamily[] = [node, python];

/** Throws `runtime-not-supported`. */
export function familyOf(runtime: string): RuntimeFamily {
  const family = families.find((each) => each.runs(runtime));
  if (family) return family;
  throw new WorkbenchError(
    'runtime-not-supported',
    `Functions of the runtime "${runtime}" can't be run here.`,
    'Node.js and Python functions run locally. Deploy this one to try it.',
  );
}
