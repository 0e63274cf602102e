import { expect, test } from 'vitest';
import { bareFunction } from '../../project/testing.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { withoutImage } from './index.ts';
import { imagePlan } from './plain.ts';

const python = 'FROM public.ecr.aws/lambda/python:3.13\n';

/** `runtime handler root`, and what else there is. */
function summary(dockerfile: string): string {
  const plan = imagePlan(dockerfile);
  if (plan.kind === 'needs-docker') return `${plan.line}: ${plan.reason}`;
  const environment = Object.entries(plan.environment).map(([key, value]) => ` ${key}=${value}`);
  return `${plan.runtime} ${plan.handler ?? '-'} ${plan.root}${plan.lists === undefined ? '' : ` lists in ${plan.lists}`}${environment.join('')}`;
}

test.each([
  [
    'AWS’s own example',
    `${python}COPY requirements.txt \${LAMBDA_TASK_ROOT}\nRUN pip install -r requirements.txt\nCOPY lambda_function.py \${LAMBDA_TASK_ROOT}\nCMD [ "lambda_function.handler" ]\n`,
    'python3.13 lambda_function.handler .',
  ],
  [
    'all there is',
    'FROM public.ecr.aws/lambda/nodejs:22\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["app.handler"]',
    'nodejs22.x app.handler .',
  ],
  [
    'lists first',
    'FROM amazon/aws-lambda-nodejs:20-arm64 AS base\nCOPY package*.json ./\nRUN npm install\nCOPY app.mjs ${LAMBDA_TASK_ROOT}/\nCMD app.handler',
    'nodejs20.x app.handler .',
  ],
  [
    'a folder of sources',
    `${python}COPY requirements.txt .\nRUN python -m pip install --no-cache-dir -r requirements.txt --target "\${LAMBDA_TASK_ROOT}"\nCOPY src/ ./\nCMD ["app.main"]`,
    'python3.13 app.main src lists in .',
  ],
  ['a folder under its name', `${python}COPY app.py ./\nCOPY lib ./lib\nCMD ["app.h"]`, 'python3.13 app.h .'],
  [
    'variables, comments, continued lines',
    `ARG VERSION=3.12\n# comment\nFROM --platform=linux/amd64 public.ecr.aws/lambda/python:\${VERSION}\nENV STAGE=dev NAME="a b"\nENV OLD form\nCOPY app.py \\\n  # inside\n  other.py ./\nUSER nobody\nCMD ["app.h"]`,
    'python3.12 app.h . STAGE=dev NAME=a b OLD=form',
  ],
  ['a program', 'FROM public.ecr.aws/lambda/provided:al2023\nCOPY bootstrap ${LAMBDA_RUNTIME_DIR}\nCMD ["x"]', 'provided.al2023 x .'],
  ['a program where the code is', 'FROM public.ecr.aws/lambda/provided:al2023\nCOPY bootstrap /var/task/\n', 'provided.al2023 - .'],
  [
    'Ruby',
    'FROM public.ecr.aws/lambda/ruby:3.4\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\nCOPY . ./\nCMD ["app.h"]',
    'ruby3.4 app.h .',
  ],
  ['another base', 'FROM python:3.13\nCOPY . .\n', '1: Its base is no image of AWS for a runtime of Lambda, or the tag says no version.'],
  [
    'no version',
    'FROM public.ecr.aws/lambda/python:latest\n',
    '1: Its base is no image of AWS for a runtime of Lambda, or the tag says no version.',
  ],
  [
    'two commands that install',
    `${python}COPY . .\nRUN pip install -U pip && pip install -r requirements.txt\nCMD ["a.b"]\n`,
    'python3.13 a.b .',
  ],
  ['stages', `${python}COPY . .\nFROM public.ecr.aws/lambda/python:3.13\n`, '3: It is built in several stages.'],
  ['another stage', `${python}COPY --from=build /x .\n`, '2: It copies from another image or stage.'],
  ['system packages', `${python}RUN dnf install -y gcc\n`, '2: What it runs may change anything in the image.'],
  [
    'more than installing',
    `${python}RUN pip install -r requirements.txt && dnf install gcc\n`,
    '2: What it runs may change anything in the image.',
  ],
  ['packages without a list', `${python}RUN pip install boto3\n`, '2: What it runs may change anything in the image.'],
  ['an entry point', `${python}COPY . .\nENTRYPOINT ["/x"]\n`, '3: ENTRYPOINT makes it more than a function on a base image.'],
  ['a download', `${python}ADD https://example.com/x .\n`, '2: What it adds is unpacked or downloaded.'],
  ['files elsewhere', `${python}COPY ext /opt/extensions\n`, '2: It puts files elsewhere than the function’s code is.'],
  ['several folders', `${python}COPY a .\nCOPY b .\n`, '3: It puts several folders together.'],
  ['a file elsewhere than it lies', `${python}COPY deep/app.py .\n`, '2: It puts deep/app.py elsewhere than it lies.'],
  ['nothing', '', '1: It begins with no FROM.'],
])('%s', (_title, dockerfile, expected) => {
  expect(summary(dockerfile)).toBe(expected);
});

test('an image is taken for a function of its base’s runtime; what the template says wins over CMD', async () => {
  const files = memoryFiles({
    '/w/app/Dockerfile': `${python}ENV A=1\nCOPY src/ ./\nCMD ["app.h"]\n`,
    '/w/app/src/app.py': '',
    '/w/src/app.py': '',
  });
  const absent = { kind: 'absent' } as const;
  const image = (code: object) =>
    bareFunction({ folder: '/w', runtime: absent, handler: absent, packageType: 'Image', code: { kind: 'image', ...code } });
  const found = await withoutImage(image({ dockerfile: '/w/app/Dockerfile' }), files);
  expect(found).toMatchObject({
    definition: {
      packageType: 'Zip',
      runtime: { value: 'python3.13' },
      handler: { value: 'app.h' },
      code: { kind: 'directory', path: '/w/app/src' },
    },
    environment: { A: '1' },
  });
  const told = await withoutImage(image({ dockerfile: '/w/app/Dockerfile', context: '/w', command: ['other.h'] }), files);
  expect(told).toMatchObject({ definition: { handler: { value: 'other.h' }, code: { path: '/w/src' } } });
  for (const code of [{}, { dockerfile: '/w/gone' }])
    await expect(withoutImage(image(code), files)).rejects.toMatchObject({ code: 'package-failed' });
});

test('what it copies and isn’t there is the build’s error, at its place in the Dockerfile', async () => {
  const dockerfile = `${python}COPY app.py gone.py nothing*.py ./\nCMD ["app.h"]\n`;
  const files = memoryFiles({ '/w/app/Dockerfile': dockerfile, '/w/app/app.py': '' });
  const absent = { kind: 'absent' } as const;
  const code = { kind: 'image', dockerfile: '/w/app/Dockerfile' } as const;
  const image = bareFunction({ folder: '/w', logicalId: 'Fn', runtime: absent, handler: absent, packageType: 'Image', code });
  await expect(withoutImage(image, files)).rejects.toMatchObject({
    code: 'build-failed',
    message:
      'The image of Fn can’t be built. app/Dockerfile:2: COPY app.py gone.py nothing*.py ./\ngone.py isn’t in the build context, /w/app.',
    problems: [{ path: '/w/app/Dockerfile', line: 2, column: 1, message: 'gone.py isn’t in the build context, /w/app' }],
  });
});
