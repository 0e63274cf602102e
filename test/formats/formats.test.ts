import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAnalysis } from '../../src/core/analysis/index.ts';
import type { FolderSnapshot } from '../../src/core/analysis/model.ts';
import { relativePath } from '../../src/core/paths.ts';
import { testSyntax } from '../../src/core/syntax/testing.ts';
import type { FileRange } from '../../src/core/text.ts';
import { nodeFiles } from '../../src/node/files.ts';

/** What a person who reads `test/workspaces/formats` finds there, written down by hand. */
const folder = fileURLToPath(new URL('../workspaces/formats', import.meta.url));
const { syntax, dispose } = testSyntax();
const warnings: string[] = [];
let snapshot: FolderSnapshot;
afterAll(dispose);
beforeAll(async () => {
  const warn = (message: string) => void warnings.push(message);
  const analysis = createAnalysis({
    files: nodeFiles(),
    logger: { debug: () => {}, info: () => {}, warn, error: warn },
    clock: { now: () => Date.UTC(2026, 10, 26) },
    syntax,
    exclude: [],
  });
  snapshot = await analysis.snapshot(folder);
  analysis.dispose();
});

test('nothing went wrong on the way', () => expect(warnings).toEqual([]));

describe('functions: place, handler, runtime, what became of it', () => {
  const check = (project: string, expected: readonly string[]) =>
    test(project, () => {
      const functions = snapshot.templates.flatMap((template) => (template.kind === 'template' ? template.functions : []));
      const lines = functions.map(({ definition, resolution }) => {
        const { handler, runtime, definedIn, range } = definition;
        const at = place(handler.kind === 'literal' ? handler : { path: definedIn, range });
        const [wanted, language] = [handler, runtime].map((value) => (value.kind === 'literal' ? value.value : value.kind));
        const found = resolution.kind === 'resolved' ? place(resolution.at) : resolution.kind;
        return `${at} ${wanted} ${language} -> ${found}`;
      });
      expect(lines.filter((line) => line.startsWith(`${project}/`))).toEqual(expected);
    });

  check('cdk-python', [
    'cdk-python/stacks/mail_stack.py:17:22 send.handler python3.13 -> cdk-python/functions/send.py:1:5',
    'cdk-python/stacks/mail_stack.py:26:22 bounces.handler python3.13 -> unresolved',
  ]);
  check('cdk-typescript', [
    'cdk-typescript/lib/photos-stack.ts:15:17 upload.handler nodejs22.x -> cdk-typescript/lambda/upload.js:1:9',
    'cdk-typescript/lib/photos-stack.ts:22:17 thumbnail.handle python3.13 -> unresolved',
    'cdk-typescript/lib/photos-stack.ts:26:31 absent nodejs22.x -> cdk-typescript/lib/photos-stack.album.ts:1:23',
    'cdk-typescript/lib/photos-stack.ts:33:17 shareAlbum nodejs22.x -> cdk-typescript/lib/share.ts:1:14',
    'cdk-typescript/lib/photos-stack.ts:38:17 index.handler nodejs22.x -> cdk-typescript/lib/photos-stack.ts:39:45',
  ]);
  check('pulumi', [
    'pulumi/index.ts:8:13 hook.handler nodejs22.x -> pulumi/app/hook.js:1:9',
    'pulumi/index.ts:15:13 hook.rety nodejs22.x -> unresolved',
  ]);
  check('sam-languages', [
    'sam-languages/template.yaml:10:16 example.Hello::handleRequest java21 -> sam-languages/java/src/main/java/example/Hello.java:7:19',
    'sam-languages/template.yaml:16:16 example.Hello::handle java21 -> unresolved',
    'sam-languages/template.yaml:22:16 app.Hello.process ruby3.4 -> sam-languages/ruby/app.rb:7:12',
    'sam-languages/template.yaml:28:16 app.proces ruby3.4 -> unresolved',
    'sam-languages/template.yaml:34:16 Hello::Hello.Function::FunctionHandler dotnet8 -> sam-languages/dotnet/Function.cs:8:19',
    'sam-languages/template.yaml:40:16 Hello::Hello.Function::Handle dotnet8 -> unresolved',
    'sam-languages/template.yaml:48:16 bootstrap provided.al2023 -> unknown',
    'sam-languages/template.yaml:56:16 bootstrap provided.al2023 -> unknown',
  ]);
  check('serverless', [
    'serverless/serverless.yml:14:14 src/list.handler nodejs22.x -> serverless/src/list.ts:2:14',
    'serverless/serverless.yml:18:14 src/create.handle nodejs22.x -> unresolved',
    'serverless/functions/sweep.yml:1:10 src/sweep.handler nodejs22.x -> serverless/src/sweep.ts:1:7',
    'serverless/serverless.yml:25:14 jobs/resize.main python3.13 -> serverless/jobs/resize.py:1:5',
  ]);
  check('sst', [
    'sst/sst.config.ts:9:30 src/items.list absent -> sst/src/items.ts:1:23',
    'sst/sst.config.ts:10:42 src/items.creat absent -> unresolved',
    'sst/sst.config.ts:11:48 src/import.handler absent -> sst/src/import.ts:1:14',
  ]);
  check('terraform', [
    'terraform/main.tf:3:26 hello.handler nodejs22.x -> terraform/src/hello.js:1:9',
    'terraform/main.tf:4:26 bye.hanlder nodejs22.x -> unresolved',
    'terraform/main.tf:33:23 report.handler python3.13 -> terraform/python/report.py:1:5',
    'terraform/main.tf:50:20 worker.lambda_handler python3.13 -> terraform/python/worker.py:1:5',
  ]);
});

test('findings about handlers: place, code, and the first fix', () => {
  const lines = snapshot.findings
    .filter(({ code }) => code.startsWith('handler.'))
    .map(({ at, code, fixes }) => `${place(at)} ${code.slice('handler.'.length)}: ${fixes[0]?.title}`);
  expect(lines).toEqual([
    "cdk-python/stacks/mail_stack.py:26:22 file-not-found: Change the handler to 'bounce.handler'",
    "cdk-typescript/lib/photos-stack.ts:22:17 export-not-found: Change the handler to 'thumbnail.handler'",
    "pulumi/index.ts:15:13 export-not-found: Change the handler to 'hook.retry'",
    "sam-languages/template.yaml:16:16 export-not-found: Change the handler to 'example.Hello::handleRequest'",
    "sam-languages/template.yaml:28:16 export-not-found: Change the handler to 'app.process'",
    "sam-languages/template.yaml:40:16 export-not-found: Change the handler to 'Hello::Hello.Function::FunctionHandler'",
    "serverless/serverless.yml:18:14 export-not-found: Change the handler to 'src/create.handler'",
    "sst/sst.config.ts:10:42 export-not-found: Change the handler to 'src/items.create'",
    "terraform/main.tf:4:26 export-not-found: Change the handler to 'bye.handler'",
  ]);
});

/** `file:line:column`, counted from one. */
function place({ path, range }: FileRange): string {
  return `${relativePath(folder, path)}:${range.start.line + 1}:${range.start.character + 1}`;
}
