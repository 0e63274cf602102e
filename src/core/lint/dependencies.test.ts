import { afterAll, describe, expect, test } from 'vitest';
import { Archives } from '../handler/packaged/archives.ts';
import { functionAt } from '../handler/testing/functionAt.ts';
import { resolveIn } from '../handler/testing/summary.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { LineMap } from '../text.ts';
import { examineCode } from './facts/index.ts';
import { lintFunction } from './index.ts';
import type { FileEdit, Finding } from './model.ts';
import { inWords } from './testing.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

type Files = Readonly<Record<string, string>>;

async function findingsIn(runtime: string, files: Files, changes: Partial<FunctionDefinition> = {}): Promise<readonly Finding[]> {
  const definition = functionAt('app.handler', runtime, changes);
  const resolution = await resolveIn(files, definition, syntax);
  expect(resolution.kind, JSON.stringify(files)).toBe('resolved');
  const tree = Object.fromEntries(Object.entries({ 'template.yaml': '', ...files }).map(([path, text]) => [`/w/${path}`, text]));
  const facts = await examineCode({ definition, resolution }, { files: memoryFiles(tree), syntax, archives: new Archives() });
  return lintFunction({ definition, resolution, facts, today: '2026-11-26' });
}

async function check(
  runtime: string,
  files: Files,
  expected: readonly (string | RegExp)[],
  changes: Partial<FunctionDefinition> = {},
): Promise<void> {
  const found = await findingsIn(runtime, files, changes);
  const words = [...inWords(found, 'dependency.missing'), ...inWords(found, 'dependency.dev-only')];
  expect(words, JSON.stringify(files)).toEqual(expected.map((each) => (each instanceof RegExp ? expect.stringMatching(each) : each)));
}

/** The text after all edits of one fix. */
function appliedAll(text: string, edits: readonly FileEdit[]): string {
  const lines = new LineMap(text);
  const replaced = edits.flatMap((edit) =>
    edit.kind === 'replace' ? [{ start: lines.offset(edit.range.start), end: lines.offset(edit.range.end), text: edit.text }] : [],
  );
  return replaced.sort((a, b) => b.start - a.start).reduce((now, each) => now.slice(0, each.start) + each.text + now.slice(each.end), text);
}

const handler = 'exports.handler = async () => 1;\n';
const js = (...imports: readonly string[]): string => `${imports.join('\n')}\n${handler}`;
const manifest = (value: object): string => JSON.stringify(value);
const lock = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages });
const node = (
  text: string,
  more: Files,
  expected: readonly (string | RegExp)[],
  changes?: Partial<FunctionDefinition>,
  runtime = 'nodejs22.x',
) => check(runtime, { 'app.js': text, ...more }, expected, changes);

describe('Node.js', () => {
  const bare = { 'package.json': manifest({}) };
  const locked = {
    'package.json': manifest({ dependencies: { axios: '1' } }),
    'package-lock.json': lock({ 'node_modules/axios': {}, 'node_modules/follow-redirects': {} }),
  };

  test('version 2 of the SDK behind a runtime that brings version 3', async () => {
    const expected = [
      'error: “aws-sdk/clients/s3” isn’t there when the function runs: there is no package.json that asks for it, and nodejs22.x brings version 3 of the AWS SDK, not version 2. ' +
        'Use the clients of version 3 (@aws-sdk/client-…), or add aws-sdk to the dependencies.',
    ];
    await node(js("const S3 = require('aws-sdk/clients/s3');"), {}, expected);
    await node(js("const AWS = require('aws-sdk');"), bare, [/package\.json doesn’t ask for it/]);
    await node(js("const AWS = require('aws-sdk');"), {}, [], undefined, 'nodejs16.x');
    await node(js("const { S3 } = require('@aws-sdk/client-s3');"), {}, []);
    await node(js("const { S3 } = require('@aws-sdk/client-s3');"), {}, [/nodejs16\.x doesn’t bring it/], undefined, 'nodejs16.x');
    await node(js("const AWS = require('aws-sdk');"), { 'package.json': manifest({ dependencies: { dynamoose: '2' } }) }, []);
  });

  test('what no manifest and no lock file has', async () => {
    await node(js("const _ = require('lodash/get');"), locked, [
      /^error: “lodash\/get” isn’t there when the function runs: package\.json doesn’t ask for it, and nodejs22\.x doesn’t bring it\. Add lodash\.$/,
    ]);
    await node(js("const f = require('follow-redirects');", "require('axios');"), locked, []);
    await node(js("const _ = require('lodash');"), bare, [/lodash/]);
    await node(js("const _ = require('lodash');"), { 'package.json': manifest({ dependencies: { axios: '1' } }) }, []);
    await node(js("const _ = require('lodash');"), {}, []);
    await node(js("const _ = require('lodash');"), { ...locked, 'node_modules/lodash/package.json': '{}' }, []);
    await node(js("const _ = require('lodash');"), locked, [], { layers: { kind: 'unknown', reason: 'x' } });
  });

  test('through the files that it reaches', async () => {
    await node(
      js("const a = require('./lib/a');"),
      { ...locked, 'lib/a.js': "module.exports = require('lodash');", 'other.js': "require('never')" },
      [/lodash/],
    );
  });

  test('imports that may not run, or stand for something else', async () => {
    for (const text of [
      js("const fs = require('node:fs');", "require('fs/promises');"),
      js('try { require("lodash"); } catch {}'),
      js('if (process.env.X) require("lodash");'),
      js('const f = () => require("lodash");'),
      js('const x = process.env.X && require("lodash");'),
      js('// require("lodash")', 'const text = `import "lodash"`;'),
      js("require('~/config');", "require('#config');", "require('@/config');"),
    ]) {
      await node(text, locked, []);
    }
    await node(js("require('lib/a');"), { ...locked, 'lib/a.js': '' }, []);
    await node(js("require('config');"), { ...locked, 'tsconfig.json': '{"compilerOptions": {"baseUrl": "."}}' }, []);
    await node(
      js("require('@shop/common');"),
      { ...locked, 'package.json': manifest({ workspaces: ['packages/*'], dependencies: { axios: '1' } }) },
      [],
    );
  });

  test('types are gone at run time', async () => {
    const ts = async (text: string, expected: readonly RegExp[]) =>
      check('nodejs22.x', { 'app.ts': `${text}\nexport const handler = async () => 1;\n`, ...locked }, expected, {
        build: { kind: 'bundler', by: 'esbuild' },
      });
    await ts("import type { A } from 'lodash';\nlet a: A;", []);
    await ts("import { A } from 'lodash';\nlet a: A;\nlet b: typeof A;", []);
    await ts("import { type A } from 'lodash';\nlet a: A;", []);
    await ts("export type { A } from 'lodash';", []);
    await ts("import { get } from 'lodash';\nget();", [/lodash/]);
    await ts("import 'lodash';", [/lodash/]);
    await ts("export * from 'lodash';", [/lodash/]);
  });

  test('only for development', async () => {
    const dev = {
      'package.json': manifest({ devDependencies: { lodash: '4' } }),
      'package-lock.json': lock({ 'node_modules/lodash': { dev: true } }),
    };
    await node(js("require('lodash');"), dev, [
      'warning: “lodash” is in devDependencies only, which sam build leaves out of the package: the function fails when it is loaded. Move it to dependencies. * Move lodash to dependencies in package.json',
    ]);
    await node(js("require('lodash');"), { ...dev, 'package-lock.json': lock({ 'node_modules/lodash': {} }) }, []);
    const before =
      '{\n  "dependencies": {\n    "axios": "1",\n    "zod": "3"\n  },\n  "devDependencies": {\n    "lodash": "4",\n    "mocha": "11"\n  }\n}\n';
    const after =
      '{\n  "dependencies": {\n    "axios": "1",\n    "lodash": "4",\n    "zod": "3"\n  },\n  "devDependencies": {\n    "mocha": "11"\n  }\n}\n';
    const [found] = await findingsIn('nodejs22.x', { 'app.js': js("require('lodash');"), ...dev, 'package.json': before });
    expect(appliedAll(before, found?.fixes[0]?.edits ?? [])).toBe(after);
    await node(js("require('lodash');"), { 'package.json': dev['package.json'] }, []);
    await node(js("require('lodash');"), dev, [], { build: { kind: 'bundler', by: 'esbuild' } });
    await node(js("require('lodash');"), dev, [], { format: 'terraform' });
  });
});

describe('Python', () => {
  const python = (text: string, more: Files, expected: readonly (string | RegExp)[]) =>
    check('python3.13', { 'app.py': `${text}\n\ndef handler(event, context):\n    return 1\n`, ...more }, expected);

  test('what no requirements.txt asks for', async () => {
    const listed = { 'requirements.txt': 'boto3>=1.30\nPyYAML==6.0 # yaml\n' };
    await python('import requests', listed, [
      /^error: “requests” isn’t there when the function runs: requirements\.txt doesn’t ask for it, and python3\.13 doesn’t bring it\. Add requests\. \* Add requests to requirements\.txt$/,
    ]);
    await python('from PIL import Image', listed, [/Add Pillow\./]);
    await python('import requests, flask, jinja2', { 'requirements.txt': 'Flask==3.0\n' }, [/Add requests\./]);
    await python('import boto3, json, yaml, os.path\nfrom botocore.config import Config', listed, []);
    await python('from lib import db', { ...listed, 'lib.py': 'import pymysql\n' }, [/Add PyMySQL/]);
  });

  test('what may come another way', async () => {
    const listed = { 'requirements.txt': 'boto3\n' };
    for (const text of [
      'try:\n    import requests\nexcept ImportError:\n    requests = None',
      'def f():\n    import requests',
      'if True:\n    import requests',
      '"""\nimport requests\n"""',
      'import unheard_of',
    ]) {
      await python(text, listed, []);
    }
    await python('import requests', {}, []);
    for (const requirements of [
      '-r base.txt',
      'git+https://x/y',
      'stripe',
      'flask\nunheard-of',
      'aws-lambda-powertools[all]',
      './wheel.whl',
      'Requests',
      'requests-aws4auth',
    ]) {
      await python('import requests', { 'requirements.txt': requirements }, []);
    }
    for (const beside of [
      'pyproject.toml',
      'Pipfile',
      'setup.py',
      'uv.lock',
      'requests/__init__.py',
      'requests.py',
      'requirements-dev.txt',
    ]) {
      await python('import requests', { ...listed, [beside]: 'requests' }, []);
    }
  });
});
