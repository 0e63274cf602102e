import { nearest } from '../handler/near.ts';
import type { Rule } from './rule.ts';
import { runtimes, runtimesAsOf, versionOf } from './runtimes.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

/** Lambda has no such runtime and never had. */
export const runtimeUnknown: Rule<FunctionSubject> = {
  code: 'runtime.unknown',
  check(fn) {
    const { runtime, packageType, format } = fn.definition;
    if (packageType === 'Image' || runtime.kind !== 'literal' || runtime.value in runtimes) return [];
    if (mayBeNew(runtime.value) || isPlaceholder(runtime.value)) return [];
    if (format === 'sst' && BUILT_BY_SST.has(runtime.value)) return [];
    const suggestions = suggest(runtime.value);
    const [first] = suggestions;
    const hint = first === undefined ? '' : ` Did you mean ${first}?`;
    const message = runtime.value === '' ? 'The runtime is empty.' : `Lambda has no runtime “${runtime.value}”.${hint}`;
    const fixes = suggestions.map((name) => replaceWith(runtime, name, `Change the runtime to ${name}`, suggestions.length === 1));
    return [finding(fn, { severity: 'error', message, at: runtime, fixes })];
  },
};

/** Languages that SST builds itself, for whatever runtime of Lambda's they need. https://v2.sst.dev/constructs/Function#runtime */
const BUILT_BY_SST: ReadonlySet<string> = new Set(['go', 'rust', 'container']);

/** Newer than all we know of its family: this list is as old as the program. */
function mayBeNew(runtime: string): boolean {
  const wanted = versionOf(runtime);
  if (wanted === undefined) return /^provided\.al\d{4}$/.test(runtime);
  const known = Object.keys(runtimes).flatMap((name) => versionOf(name) ?? []);
  const newest = Math.max(...known.filter(({ family }) => family === wanted.family).map(({ version }) => version));
  // `.al2027` of a version that is known, or a version that isn't.
  const isAnother = /\.al\d{4}$/.test(runtime) && newest >= wanted.version;
  return Number.isFinite(newest) && isFormOf(runtime) && (wanted.version > newest || isAnother);
}

/** `PYTHON_VERSION`: a script puts the name in. */
function isPlaceholder(runtime: string): boolean {
  return /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$|^RUNTIME$/.test(runtime);
}

/** Written as the runtimes of its family are: `nodejs26.x`, `python3.15`. */
function isFormOf(runtime: string): boolean {
  return /^(?:nodejs\d+\.x|python3\.\d+|ruby\d\.\d|java\d+|dotnet\d+)(?:\.al\d{4})?$/.test(runtime);
}

/** Those of the same version first, then the near ones that are still supported. */
function suggest(runtime: string): readonly string[] {
  const plain = runtime
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^node(?!js)/, 'nodejs')
    .replace(/^py(?=\d)/, 'python');
  const wanted = versionOf(runtime.toLowerCase());
  const same = Object.keys(runtimes).filter((name) => {
    const known = versionOf(name);
    const isVersion = known !== undefined && known.family === wanted?.family && known.version === wanted.version && !name.includes('.al');
    return isVersion || [plain, `${plain}x`].includes(name.replaceAll('.', ''));
  });
  if (same.length > 0) return same;
  const words = /^[a-z]+/.exec(plain)?.[0];
  const family = Object.keys(runtimes).filter((name) => words !== undefined && versionOf(name)?.family === words);
  // No version, or only its first number: the newest is meant as much as any.
  if (family.length > 0 && /^[a-z]+3?$/.test(plain)) return family.slice(0, 1);
  const next = wanted === undefined || !isFormOf(runtime) ? undefined : nextOf(wanted);
  return next === undefined ? nearest(runtime, Object.keys(runtimes), 1) : [next];
}

/** What runs code that was written for a version that Lambda left out: the next one that is supported. */
function nextOf(wanted: NonNullable<ReturnType<typeof versionOf>>): string | undefined {
  const newer = Object.entries(runtimes).flatMap(([name, { deprecated }]) => {
    const known = versionOf(name);
    const isNext = known?.family === wanted.family && known.version > wanted.version;
    return isNext && deprecated !== undefined && deprecated > runtimesAsOf ? [{ name, version: known.version }] : [];
  });
  return newer.sort((a, b) => a.version - b.version)[0]?.name;
}
