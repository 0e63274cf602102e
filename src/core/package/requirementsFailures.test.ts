import { expect, it } from 'vitest';
import { pipFailure } from './requirementsFailures.ts';

const retrying =
  "WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'x: Failed to establish a new connection': /simple/requests/\nERROR: No matching distribution found for requests";

it.each([
  [retrying, undefined, 'The package index could not be reached: check the network and the proxy, then run it again.'],
  ['/p: No module named pip', undefined, 'Install pip for this Python: /p -m ensurepip'],
  ['/p: No module named pip', '/bin/uv', 'Install pip for this Python: uv pip install --python /p pip'],
  ['ERROR: No matching distribution found for reqests', undefined, expect.stringMatching(/^Correct requirements\.txt/)],
])('says what to do where pip says %j', (output, uv, advice) => {
  const failure = pipFailure({ list: '/shop', python: '/p' }, { succeeded: false, output, stdout: '' }, uv);
  expect(failure).toMatchObject({ code: 'package-failed', advice });
});

it('has pip’s last words without the steps that were told before', () => {
  const output = 'Collecting a==1 (from -r requirements.txt (line 1))\n  Downloading a-1.whl (1 kB)\nERROR: no a\n    of that hash\n';
  const { message } = pipFailure({ list: '/shop', python: '/p' }, { succeeded: false, output, stdout: '' }, undefined);
  expect(message).toBe('pip could not install /shop/requirements.txt:\nERROR: no a\n    of that hash');
});
