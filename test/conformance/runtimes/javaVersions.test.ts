import { join } from 'node:path';
import { describe } from 'vitest';
import { readTools } from '../../../scripts/tools.ts';
import { jdkFor } from '../../../src/core/runner/java.testing.ts';
import { testJavaFunctions } from '../../../src/core/runner/javaFunctions.testing.ts';

/** The Javas of Lambda that the unit tests don't run on: what holds on 17 holds on each of them. */
const { missing, paths } = readTools();

for (const major of [11, 21, 25]) {
  const home = join(paths.javaRuntimes ?? '/nowhere', String(major));
  const jdk = await jdkFor(major, home);
  describe.skipIf(jdk === undefined)(`Java ${major} ${jdk === undefined ? missing['javaRuntimes'] : ''}`, () => {
    if (jdk) testJavaFunctions(jdk);
  });
}
