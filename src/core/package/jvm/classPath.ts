import { join } from 'node:path';
import { relativePath } from '../../paths.ts';
import type { JvmModule } from './module.ts';
import { type JvmTools, runBuild } from './tool.ts';

/** What a module's code runs with: folders of classes, its own first, and jars. Absolute. */
export type ClassPath = readonly string[];

/** Compiles a module and what it needs of its neighbours, and asks its build tool for the class path. `home`: for files of ours. */
export async function compileModule(module: JvmModule, home: string, tools: JvmTools): Promise<ClassPath> {
  const list = join(home, 'class-path.txt');
  await tools.files.remove(list);
  await tools.files.makeDirectory(home);
  if (module.tool === 'maven') await compileWithMaven(module, list, tools);
  else await compileWithGradle(module, home, list, tools);
  const text = (await tools.files.readText(list)) ?? '';
  const separator = module.tool === 'gradle' ? /\r?\n/ : tools.processes.platform === 'win32' ? ';' : ':';
  const entries = text
    .split(separator)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return module.tool === 'maven' ? [join(module.folder, 'target', 'classes'), ...entries] : entries;
}

/** Makes what the module's build makes: a jar, a zip. Its tests aren't run. */
export async function packageModule(module: JvmModule, tools: JvmTools): Promise<void> {
  const { folder, top, tool } = module;
  const maven = ['-q', '-B', '-DskipTests', ...ofReactor(module), 'package'];
  const args = tool === 'maven' ? maven : ['-q', '--no-daemon', '--console=plain', 'build', '-x', 'test'];
  await runBuild(module, { args, cwd: tool === 'maven' ? top : folder }, tools);
}

/** In a build of several modules the function's comes last, so that its class path is the one that stays. */
function compileWithMaven(module: JvmModule, list: string, tools: JvmTools): Promise<void> {
  const goals = ['compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`, '-Dmdep.includeScope=runtime'];
  const args = ['-q', '-B', '-DskipTests', ...ofReactor(module), ...goals];
  return runBuild(module, { args, cwd: module.top }, tools);
}

function ofReactor({ folder, top }: JvmModule): readonly string[] {
  return folder === top ? [] : ['-pl', relativePath(top, folder), '-am'];
}

/** A daemon would be left behind, or die with the build. */
async function compileWithGradle(module: JvmModule, home: string, list: string, tools: JvmTools): Promise<void> {
  const script = join(home, 'class-path.gradle');
  await tools.files.write(script, GRADLE_SCRIPT);
  const args = ['-q', '--no-daemon', '--console=plain', '--init-script', script, TASK];
  const env = { LAMBDA_WORKBENCH_MODULE: module.folder, LAMBDA_WORKBENCH_CLASS_PATH: list };
  await runBuild(module, { args, cwd: module.folder, env }, tools);
}

const TASK = 'lambdaWorkbenchClassPath';

/** Plain enough for old versions, and without the project at execution time, which new ones may forbid. */
const GRADLE_SCRIPT = `
allprojects { p ->
  if (p.projectDir.canonicalPath == new File(System.getenv('LAMBDA_WORKBENCH_MODULE')).canonicalPath) {
    p.plugins.withId('java') {
      p.tasks.create('${TASK}') {
        def classes = p.sourceSets.main.output
        def libraries = p.configurations.runtimeClasspath
        def list = new File(System.getenv('LAMBDA_WORKBENCH_CLASS_PATH'))
        inputs.files(classes, libraries)
        outputs.upToDateWhen { false }
        doLast { list.text = (classes.files + libraries.files).findAll { it.exists() }.join('\\n') }
      }
    }
  }
}
`;
