import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaCache } from '../../../src/core/runner/java.testing.ts';
import type { Jdk } from '../../../src/core/runner/runtimes/jdk/find.ts';
import { type Bench, openBench } from '../../../src/core/runner/testing.ts';
import { systemClock } from '../../../src/node/clock.ts';

/**
 * Stands where our bootstrap does, and starts AWS's client in a virtual machine of its own: the client wants to be on the class path.
 * Its log goes to stdout, for the pipe isn't handed on.
 */
function starter(jars: readonly string[]): string {
  return `package lambdaworkbench;
public final class Main {
  public static void main(String[] args) throws Exception {
    ProcessBuilder client = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Dfile.encoding=UTF-8", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
      "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac", "-Xmx" + Runtime.getRuntime().maxMemory(), "-cp", ${JSON.stringify(jars.join(':'))},
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", System.getenv("_HANDLER")).inheritIO();
    client.environment().remove("_LAMBDA_TELEMETRY_LOG_FD");
    System.exit(client.start().waitFor());
  }
}`;
}

/** Two benches for functions in one folder's class files: our bootstrap, and AWS's client. */
export async function openBothJava(jdk: Jdk, jars: readonly string[]): Promise<readonly [Bench, Bench]> {
  const bootstraps = await mkdtemp(join(tmpdir(), 'java-client-'));
  await mkdir(join(bootstraps, 'java/lambdaworkbench'), { recursive: true });
  await writeFile(join(bootstraps, 'java/lambdaworkbench/Main.java'), starter(jars));
  const interpreters = { node: process.execPath, python: '', java: jdk.java };
  const ours = await openBench({}, {}, systemClock(), { interpreters, cacheDirectory: javaCache });
  const theirs = await openBench({}, {}, systemClock(), { interpreters, bootstraps, cacheDirectory: join(bootstraps, 'cache') });
  const end = async (): Promise<void> => {
    await theirs.end();
    await rm(bootstraps, { recursive: true, force: true });
  };
  return [ours, { ...theirs, end }];
}
