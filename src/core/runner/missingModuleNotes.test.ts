import { expect, test } from 'vitest';
import { missingModuleNotes } from './missingModuleNotes.ts';
import type { RunnableFunction } from './model.ts';

test('what Lambda brings along is told from what a package lacks', () => {
  const check = (errorMessage: string, name: string | undefined, runtime = 'python3.13') => {
    const error = { errorType: 'Runtime.ImportModuleError', errorMessage, stack: [] };
    const notes = missingModuleNotes(error, { runtime } as RunnableFunction, { path: '/usr/bin/python3' });
    expect(notes).toEqual(name === undefined ? [] : [expect.stringContaining(`brings ${name} along`)]);
  };
  check("Unable to import module 'a': No module named 'boto3'", 'boto3');
  check("No module named 'botocore.exceptions'", 'botocore');
  check("Unable to import module 'a': No module named 'requests'", undefined);
  check("Unable to import module 'a': No module named 'boto3_stubs'", undefined);
  check("No module named 'boto3'", undefined, 'nodejs22.x');
});
