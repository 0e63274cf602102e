import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apt } from './apt.mjs';
import { onPath, run } from './run.mjs';
import { cache } from './tools.mjs';

/** Pinned: what our bootstrap is held against must be the same on every machine. */
const artifacts = {
  'com.amazonaws:aws-lambda-java-core': '1.4.0',
  'com.amazonaws:aws-lambda-java-events': '3.16.1',
  'com.amazonaws:aws-lambda-java-runtime-interface-client': '2.10.1',
  'io.github.crac:org-crac': '0.1.3',
};
const folder = join(cache, `java-libraries-${Object.values(artifacts).join('-')}`);

/** AWS's own runtime client for Java, and the libraries of functions. A JDK is the developer's. */
export const javaLibraries = {
  title: "AWS's libraries for Java",
  estimate: 'about a minute',
  ready: (tools) => tools.path('javaLibraries') === folder && existsSync(folder),

  async install(tools, say) {
    if (process.platform === 'linux' && !onPath('mvn')) await apt(['maven'], 'Fetching libraries for Java', say);
    const maven = onPath('mvn');
    if (!maven) throw new Error('Maven is needed: install it and put it on PATH.');
    const building = `${folder}.new`;
    await rm(building, { recursive: true, force: true });
    await mkdir(building, { recursive: true });
    const dependencies = Object.entries(artifacts).map(([name, version]) => {
      const [group, artifact] = name.split(':');
      return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
    });
    const head = '<modelVersion>4.0.0</modelVersion><groupId>local</groupId><artifactId>libraries</artifactId><version>1</version>';
    const pom = join(building, 'pom.xml');
    await writeFile(pom, `<project>${head}<dependencies>${dependencies.join('')}</dependencies></project>`);
    say(
      Object.entries(artifacts)
        .map((each) => each.join(' '))
        .join(', '),
    );
    const options = ['-DincludeScope=runtime', '-Dmdep.stripVersion=true', `-DoutputDirectory=${building}`];
    await run(maven, ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', ...options], { cwd: building });
    await rm(folder, { recursive: true, force: true });
    await rename(building, folder);
    await tools.remember({ javaLibraries: folder });
  },
};
