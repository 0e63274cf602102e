import type { ProjectFile } from '../reader.ts';

/**
 * Whether a file is certainly a unit test. Those of constructs define functions with handlers and folders that nobody has, to look
 * at the template that comes out: to list them would be noise, and to check them wrong. Integration tests are programs like others.
 */
export function isUnitTest({ path, text }: ProjectFile): boolean {
  const parts = path.split(/[\\/]/);
  const name = parts.at(-1) ?? '';
  if (/\.py$/.test(name))
    return /^test_|_test\.py$|^conftest\.py$/.test(name) && /^\s*(?:async )?def test_|\bpytest\b|\bunittest\b/m.test(text);
  if (/_test\.go$/.test(name)) return true;
  if (/\.(?:java|kt|cs)$/.test(name)) return /^\s*(?:@Test|\[(?:Fact|Theory|Test|TestMethod)\b)/m.test(text);
  if (/\.(?:test|spec)\.[cm]?[jt]sx?$/.test(name)) return true;
  const inTests = parts.some((part) => /^(?:tests?|__tests__|spec)$/.test(part));
  // What unit tests have in common.
  if (inTests && /helper|util|fixture|mock/i.test(name)) return true;
  return inTests && /^[ \t]*(?:describe|test|it)(?:\.\w+)*\(/m.test(text);
}
