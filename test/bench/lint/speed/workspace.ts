import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Service, serviceFiles } from './services.ts';

export interface GeneratedWorkspace {
  readonly folder: string;
  readonly services: readonly Service[];
  readonly functions: number;
  /** Without what tools keep for themselves. */
  readonly files: number;
  /** In node_modules and other folders that must cost nothing. */
  readonly ignoredFiles: number;
}

/** Fifty services of twenty functions, in every format, among 20,000 files as a monorepo has them; the same at every run. */
export function generateWorkspace(folder: string): GeneratedWorkspace {
  let files = 0;
  const write = (path: string, text: string): void => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    files++;
  };
  write('.gitignore', 'node_modules/\ndist/\ncoverage/\n.aws-sam/\ncdk.out/\n');
  write('package.json', JSON.stringify({ name: 'monorepo', private: true, workspaces: ['services/*'] }, null, 2));
  const services = Array.from({ length: serviceCount }, (_, index) => serviceFiles(index, functionsEach));
  // First: what is synthesized is only read where it is newer than the program.
  for (const { folder: service } of services) for (const path of installed) write(`${service}/${path}`, library(path));
  const ignoredFiles = files;
  for (const { files: texts } of services) for (const [path, text] of texts) write(path, text);
  for (let index = 0; files < ignoredFiles + totalFiles; index++) {
    const [path, text] = bystander(index, services[index % services.length]?.folder ?? '');
    write(path, text);
  }
  return { folder, services, functions: serviceCount * functionsEach, files: files - ignoredFiles, ignoredFiles };
}

const serviceCount = 50;
const functionsEach = 20;
const totalFiles = 20_000;

/** A file that has nothing to do with Lambda, but stands among those that have. */
function bystander(index: number, service: string): readonly [string, string] {
  const kinds: readonly (readonly [string, (name: string) => string])[] = [
    ['ts', typescript],
    ['tsx', typescript],
    ['ts', typescript],
    ['test.ts', typescript],
    ['js', (name) => `const ${name} = require('./other');\nmodule.exports.${name} = () => ${name}.size;\n`.repeat(20)],
    ['py', (name) => `import json\n\n\ndef ${name}(rows):\n    return [json.dumps(row) for row in rows]\n`.repeat(15)],
    ['json', (name) => JSON.stringify(Object.fromEntries(Array.from({ length: 60 }, (_, key) => [`${name}${key}`, key])), null, 2)],
    ['yml', (name) => `${name}:\n${'  - name: check\n    run: npm test\n'.repeat(30)}`],
    ['md', (name) => `# ${name}\n\n${'What it is for, and how it is used. '.repeat(40)}\n`],
    ['svg', (name) => `<svg id="${name}">${'<path d="M0 0h24v24H0z"/>'.repeat(40)}</svg>`],
  ];
  const [extension, text] = kinds[index % kinds.length] ?? ['txt', String];
  const name = `part${index}`;
  return [`${service}/lib/${Math.floor(index / 500)}/${name}.${extension}`, text(name)];
}

function typescript(name: string): string {
  return `import { z } from 'zod';\n\n${`export interface Row { readonly id: string }\nexport function handle(row: Row): string {\n  return row.id + '${name}';\n}\n`.repeat(12)}`;
}

/** A few hundred files a service that tools keep: packages, builds, synthesized templates. */
const installed: readonly string[] = [
  ...Array.from({ length: 400 }, (_, index) => `node_modules/package${index % 80}/lib/file${index}.js`),
  ...Array.from({ length: 60 }, (_, index) => `dist/handlers/handler${index}.js`),
  ...Array.from({ length: 30 }, (_, index) => `cdk.out/asset.${index}/index.js`),
  ...Array.from({ length: 10 }, (_, index) => `cdk.out/Stack${index}.template.json`),
  '.aws-sam/build/template.yaml',
];

function library(path: string): string {
  return path.endsWith('.js')
    ? `"use strict";\nexports.handler = function () { return ${JSON.stringify(path)}; };\n`.repeat(20)
    : `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Built:\n    Type: AWS::Lambda::Function\n    Properties:\n      Handler: index.handler\n      Runtime: nodejs22.x\n`;
}
