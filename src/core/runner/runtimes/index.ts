import { WorkbenchError } from '../../errors.ts';
import { container } from './container.ts';
import { dotnet } from './dotnet.ts';
import { java } from './java.ts';
import type { RuntimeFamily } from './model.ts';
import { native } from './native.ts';
import { node } from './node.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';

const families: readonly RuntimeFamily[] = [node, python, java, dotnet, ruby, native, container];

/** Throws `runtime-not-supported`. */
export function familyOf(runtime: string): RuntimeFamily {
  const family = families.find((each) => each.runs(runtime));
  if (family) return family;
  throw new WorkbenchError(
    'runtime-not-supported',
    `Functions of the runtime "${runtime}" can’t be run here.`,
    'Functions of Node.js, Python, Java, .NET and Ruby, and programs of their own (provided.al2023), run locally. Deploy this one to try it.',
  );
}
