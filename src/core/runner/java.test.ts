import { describe } from 'vitest';
import { jdkFor } from './java.testing.ts';
import { testJavaFunctions } from './javaFunctions.testing.ts';

const jdk = await jdkFor(17);

describe.skipIf(jdk === undefined)(`Java functions ${jdk === undefined ? 'need a JDK, and none was found' : ''}`, () => {
  if (jdk) testJavaFunctions(jdk);
});
