import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../../scripts/tools.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from '../../../src/core/package/testing.ts';
import { compileJava, jdkFor } from '../../../src/core/runner/java.testing.ts';
import type { RunnableFunction } from '../../../src/core/runner/model.ts';

export const NODE_SOURCE = 'let n = 0; exports.handler = async () => ({ ok: true, n: ++n });';
const PYTHON_SOURCE = 'n = 0\ndef handler(e, c):\n    global n\n    n += 1\n    return {"ok": True, "n": n}\n';
const JAVA_SOURCE = `
import com.amazonaws.services.lambda.runtime.*;
import java.util.*;
public class App implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private int n = 0;
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) { return Map.of("ok", true, "n", ++n); }
}`;

export interface Measured {
  /** By their figure's name after the colon: `nodejs24.x`, `python`, … */
  readonly functions: ReadonlyMap<string, RunnableFunction>;
  /** What can't be measured here, by the same names: why. */
  readonly missing: ReadonlyMap<string, string>;
  /** Of an environment without packages: what a machine's own Python imports at each start is nobody's figure here. */
  readonly python: string;
  dispose(): Promise<void>;
}

/** The same small function in each language, built as it would be for a run. */
export async function measuredFunctions(folder: string, event: Uint8Array): Promise<Measured> {
  await writeFile(join(folder, 'app.js'), NODE_SOURCE);
  await writeFile(join(folder, 'app.py'), PYTHON_SOURCE);
  await writeFile(join(folder, 'event.json'), event);
  const environment = join(folder, 'venv');
  await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', environment]);
  const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const { stdout: minor } = await promisify(execFile)(python, ['-c', 'import sys; print(sys.version_info.minor)']);
  const functions = new Map([
    ['nodejs24.x', functionOf('nodejs24.x', folder)],
    ['nodejs22.x', functionOf('nodejs22.x', folder)],
    ['python', functionOf(`python3.${minor.trim()}`, folder)],
  ]);
  const missing = new Map<string, string>();
  const add = async (name: string, make: () => Promise<RunnableFunction>): Promise<void> => {
    try {
      functions.set(name, await make());
    } catch (error) {
      missing.set(name, String((error as Error).message).split('\n')[0] ?? '');
    }
  };
  const packaging = await workbench({});
  await add('java', () => javaFunction(folder));
  for (const language of ['go', 'rust'] as const) await add(language, () => nativeFunction(language, packaging));
  return { functions, missing, python, dispose: () => packaging.dispose() };
}

async function javaFunction(folder: string): Promise<RunnableFunction> {
  const jdk = await jdkFor(17);
  if (jdk === undefined) throw new Error('there is no JDK here');
  const classes = join(folder, 'java');
  await mkdir(classes);
  await compileJava(jdk, { 'App.java': JAVA_SOURCE }, classes);
  const known = [11, 17, 21, 25].filter((major) => major <= jdk.major).at(-1) ?? 11;
  return { ...functionOf(`java${known}`, classes), handler: 'App', memoryMb: 512 };
}

/** AWS's own clients in a program that gives its event back, as the conformance tests build them. */
async function nativeFunction(language: 'go' | 'rust', { packager }: Workbench): Promise<RunnableFunction> {
  const code = { kind: 'directory', path: join(root, 'test/conformance/natives', language) } as const;
  const definition = define(code.path, { runtime: literal('provided.al2023'), handler: { kind: 'absent' }, code, format: 'cdk' });
  const artifact = await packager.build(definition, notAnalysed, { purpose: 'run' });
  return { ...functionOf('provided.al2023', artifact.root), name: `bench-${language}`, handler: 'bootstrap' };
}

function functionOf(runtime: string, codeRoot: string): RunnableFunction {
  return {
    name: `bench-${runtime}`,
    version: '$LATEST',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
    runtime,
    handler: 'app.handler',
    codeRoot,
    searchPaths: [],
    codeDigest: '',
    memoryMb: 256,
    timeoutSeconds: 30,
    environment: {},
    logGroup: '/aws/lambda/bench',
    region: 'eu-west-1',
    target: 'local',
  };
}
