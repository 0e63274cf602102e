import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, test } from 'vitest';
import type { BuildError } from '../../errors.ts';
import type { FunctionDefinition } from '../../project/model.ts';
import { writeZip } from '../archive.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from '../testing.ts';
import { problemsIn } from './tool.ts';

const open: Workbench[] = [];
afterEach(() => Promise.all(open.splice(0).map((bench) => bench.dispose())));

async function start(tree: Readonly<Record<string, string>>): Promise<Workbench> {
  const bench = await workbench(tree);
  open.push(bench);
  return bench;
}

function build(bench: Workbench, path: string, changes: Partial<FunctionDefinition> = {}, lines: string[] = [], told: string[] = []) {
  const code = /\.(jar|zip)$/.test(path) ? ({ kind: 'archive' } as const) : ({ kind: 'directory' } as const);
  const full = join(bench.folder, path);
  const definition = define(bench.folder, {
    code: { ...code, path: full },
    handler: literal('shop.A::h'),
    runtime: literal('java17'),
    ...changes,
  });
  return bench.packager.build(definition, notAnalysed, {
    purpose: 'run',
    onOutput: (line) => (/^Building with/.test(line) ? told : lines).push(line),
  });
}

/** Stands in for Maven: says how it was called, and makes what the goals make. `broken` fails as a compiler does. */
const MVNW = `
printf '\\033[0m\\n'
echo "WARNING: sun.misc.Unsafe::objectFieldOffset will be removed in a future release"
printf 'mvn %s\\033[0m\\n' "$*"
test -f broken && { echo "[ERROR] $PWD/src/main/java/A.java:[5,9] cannot find symbol"; echo "[ERROR] -> [Help 1]"; exit 1; }
module=.
for arg; do
  case $arg in
    */*) ;;
    orders) module=orders ;;
  esac
  case $arg in
    compile) mkdir -p $module/target/classes/shop; echo class > $module/target/classes/shop/A.class; echo text > $module/target/classes/own.txt ;;
    package) mkdir -p $module/target; cp prepared.zip $module/target/app.jar ;;
    -Dmdep.outputFile=*) printf '%s:%s:%s' "$PWD/common/target/classes" "$PWD/libs/z.jar" "$PWD/libs/a.jar" > "\${arg#*=}" ;;
  esac
done
`;
const LIBRARIES = {
  'libs/z.jar': 'z',
  'libs/a.jar': 'a',
  'common/target/classes/shop/B.class': 'b',
  'common/target/classes/own.txt': 'not this',
};
const SOURCE = { 'src/main/java/A.java': 'class A {}' };
const COMPILES = /^mvn -q -B -DskipTests compile dependency:build-classpath -Dmdep.outputFile=.* -Dmdep.includeScope=runtime$/;

it('builds a module of Maven with its wrapper, and packs classes and libraries as SAM does', async () => {
  const bench = await start({ 'pom.xml': '<project/>', mvnw: MVNW, ...SOURCE, ...LIBRARIES });
  const lines: string[] = [];
  const artifact = await build(bench, '.', {}, lines);
  expect(lines).toEqual([expect.stringMatching(COMPILES)]);
  expect(artifact.root).toBe(join(bench.folder, 'target/classes'));
  expect(artifact.searchPaths).toEqual(['common/target/classes', 'libs/a.jar', 'libs/z.jar'].map((path) => join(bench.folder, path)));
  const own = join(bench.folder, 'target/classes/own.txt');
  expect(artifact.files.map(({ path, source }) => [path, source === own])).toEqual([
    ['lib/a.jar', false],
    ['lib/z.jar', false],
    ['own.txt', true],
    ['shop/A.class', false],
    ['shop/B.class', false],
  ]);
  expect(artifact.inputs).toContain(join(bench.folder, 'src/main/java/A.java'));
});

it('builds again when a source or the build changed, and only then; another process knows as much', async () => {
  const bench = await start({ 'pom.xml': '<project/>', mvnw: MVNW, 'src/test/java/T.java': '', ...SOURCE, ...LIBRARIES });
  const after = async (path: string | undefined): Promise<number> => {
    const future = Date.now() / 1000 + 60;
    if (path !== undefined) await utimes(join(bench.folder, path), future, future);
    const lines: string[] = [];
    await build(bench, '.', {}, lines);
    return lines.length;
  };
  expect(await after(undefined)).toBe(1);
  expect(await after(undefined)).toBe(0);
  expect(await after('src/test/java/T.java')).toBe(0);
  expect(await after('libs/a.jar')).toBe(0);
  expect(await after('src/main/java/A.java')).toBe(1);
  expect(await after(undefined)).toBe(0);
  expect(await after('pom.xml')).toBe(1);
});

it('tells what a compiler has against a source, with its place', async () => {
  const bench = await start({ 'pom.xml': '<project/>', mvnw: MVNW, broken: '', ...SOURCE });
  const [lines, told]: string[][] = [[], []];
  const failed = (await build(bench, '.', {}, lines, told).catch((error: unknown) => error)) as BuildError;
  // The compiler's words come with the failure, once.
  expect([told, lines]).toEqual([['Building with Maven …'], [expect.stringMatching(COMPILES)]]);
  expect([failed.code, failed.message]).toEqual([
    'build-failed',
    'Maven could not build it:\nsrc/main/java/A.java:5:9: cannot find symbol',
  ]);
  expect(failed.problems).toEqual([
    { path: join(bench.folder, 'src/main/java/A.java'), line: 5, column: 9, message: 'cannot find symbol' },
  ]);
});

it('builds a module of several from the top, with the modules that it needs', async () => {
  const top = '<project><modules><module>common</module><module>orders</module></modules></project>';
  const bench = await start({
    'pom.xml': top,
    mvnw: MVNW,
    'orders/pom.xml': '<project/>',
    'orders/src/main/java/A.java': '',
    ...LIBRARIES,
  });
  const lines: string[] = [];
  const artifact = await build(bench, 'orders', {}, lines);
  expect(lines[0]).toMatch(/^mvn -q -B -DskipTests -pl orders -am compile dependency:build-classpath /);
  expect(artifact.root).toBe(join(bench.folder, 'orders/target/classes'));
});

it('takes a jar that a build makes as it is; builds it where it is missing or old', async () => {
  const bench = await start({ 'pom.xml': '<project/>', mvnw: MVNW, ...SOURCE });
  const bytes = await writeZip([{ path: 'shop/A.class', bytes: Buffer.from('class'), executable: false }]);
  await writeFile(join(bench.folder, 'prepared.zip'), bytes);
  const lines: string[] = [];
  const artifact = await build(bench, 'target/app.jar', {}, lines);
  expect([lines, artifact.files.map(({ path }) => path)]).toEqual([['mvn -q -B -DskipTests package'], ['shop/A.class']]);
  await build(bench, 'target/app.jar', {}, lines);
  expect(lines.length).toBe(1);
  const future = Date.now() / 1000 + 60;
  await utimes(join(bench.folder, 'src/main/java/A.java'), future, future);
  await build(bench, 'target/app.jar', {}, lines);
  expect(lines.length).toBe(2);
});

it('asks Gradle for the class path, of all languages of the module', async () => {
  const gradlew = `
echo "gradle $*"
test "$LAMBDA_WORKBENCH_MODULE" = "$PWD" || exit 1
mkdir -p build/classes/kotlin/main build/resources/main; echo k > build/classes/kotlin/main/K.class; echo r > build/resources/main/r.txt
printf '%s\\n' "$PWD/build/classes/kotlin/main" "$PWD/build/resources/main" "$PWD/libs/a.jar" > "$LAMBDA_WORKBENCH_CLASS_PATH"
`;
  const bench = await start({
    'settings.gradle': '',
    gradlew,
    'app/build.gradle.kts': '',
    'app/src/main/kotlin/K.kt': '',
    'app/libs/a.jar': 'a',
  });
  const lines: string[] = [];
  const artifact = await build(bench, 'app', {}, lines);
  expect(lines).toEqual([
    expect.stringMatching(/^gradle -q --no-daemon --console=plain --init-script .*class-path\.gradle lambdaWorkbenchClassPath$/),
  ]);
  expect(artifact.files.map(({ path }) => path)).toEqual(['K.class', 'lib/a.jar', 'r.txt']);
});

it('packs a folder of classes and jars as it is where no build makes it', async () => {
  const bench = await start({ 'code/shop/A.class': '', 'code/lib/a.jar': '', 'code/.git/x': '' });
  expect((await build(bench, 'code')).files.map(({ path }) => path)).toEqual(['lib/a.jar', 'shop/A.class']);
});

it('says what it can’t build, and what to do', async () => {
  const sbt = await start({ 'build.sbt': '' });
  await expect(build(sbt, '.')).rejects.toMatchObject({ code: 'package-failed', message: 'Fn is built with sbt, which is not run here.' });
  const inline = build(sbt, '.', {
    code: { kind: 'inline', text: 'class A {}', range: undefined } as unknown as FunctionDefinition['code'],
  });
  await expect(inline).rejects.toMatchObject({ code: 'package-failed', advice: 'Put it into a project of Maven or Gradle.' });
});

test.each([
  ['[ERROR] /a/App.java:[5,9] no x', '/a/App.java 5:9 no x'],
  ['/a/App.java:5: error: no x', '/a/App.java 5:1 no x'],
  ['src/App.scala:5:9: error: no x', '/base/src/App.scala 5:9 no x'],
  ['e: file:///a/App.kt:5:9 no x', '/a/App.kt 5:9 no x'],
  ['[ERROR] /a/App.kt: (5, 9) no x', '/a/App.kt 5:9 no x'],
  ['/a/App.java:5: warning: no x', undefined],
  ['[ERROR] Failed to execute goal', undefined],
])('%s', (line, expected) => {
  const [found] = problemsIn(line, '/base');
  expect(found && `${found.path} ${found.line}:${found.column} ${found.message}`).toBe(expected);
});
