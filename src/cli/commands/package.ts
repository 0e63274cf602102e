import { resolve } from 'node:path';
import { WorkbenchError } from '../../core/errors.ts';
import type { Command, ExitStatus } from '../command.ts';
import { analyseToUse, functionNamed, withWorkbench } from '../folder.ts';

/** JSON: schemas/package.json. */
export const packageCommand: Command = {
  name: 'package',
  args: ['DIR', '[FUNCTION]'],
  summary: 'makes the zip that deploys; the same input gives the same bytes',
  details:
    'Node.js functions are bundled; Python and Ruby functions are their source with what requirements.txt or Gemfile names; Go and Rust are compiled.',
  options: [{ name: 'output', short: 'o', value: 'FILE', help: 'the zip to write (without it, only what would go in is said)' }],
  examples: ['lambda-workbench package . OrderApi -o order-api.zip', 'lambda-workbench package . OrderApi --format json'],
  async run(context) {
    const [directory, name] = context.args;
    const fn = functionNamed(await analyseToUse(context, directory), name);
    return await withWorkbench<ExitStatus>(context, async ({ packager }) => {
      const artifact = await packager.build(fn.definition, fn.resolution, {
        signal: context.signal,
        onOutput: (line) => context.json || context.stderr(`${line}\n`),
      });
      const zip = await packager.zip(artifact);
      const output = context.options['output'];
      if (output === '') throw new WorkbenchError('arguments', '-o takes a file.', 'For example: -o order-api.zip');
      const file = typeof output === 'string' ? resolve(context.cwd, output) : undefined;
      if (file !== undefined) await context.files.write(file, zip.bytes);
      const files = artifact.files.map(({ path, size, executable }) => ({ path, size, executable }));
      const document = {
        function: fn.definition.id,
        output: file ?? null,
        handler: artifact.handler,
        runtime: artifact.runtime,
        zippedSize: zip.bytes.byteLength,
        unzippedSize: zip.unzippedSize,
        codeSha256: zip.codeSha256,
        digest: artifact.digest,
        files,
        warnings: artifact.warnings,
      };
      if (context.json) context.stdout(`${JSON.stringify(document)}\n`);
      else {
        for (const entry of files) context.stdout(`${String(entry.size).padStart(10)}  ${entry.path}\n`);
        const size = `${document.zippedSize} bytes zipped, ${document.unzippedSize} unzipped, CodeSha256 ${zip.codeSha256}`;
        const { name } = fn.definition;
        context.stdout(
          file === undefined ? `${name} would be ${size}. Nothing was written: -o FILE writes the zip.\n` : `${file}: ${size}\n`,
        );
        for (const warning of artifact.warnings) context.stderr(`note: ${warning}\n`);
      }
      return 0;
    });
  },
};
