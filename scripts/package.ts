/** `npm run package`: makes the VSIX of this platform. */
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './tools.ts';
import { packageExtension } from './vsix.ts';

const { path } = await packageExtension((line) => console.log(`package: ${line}`));
console.log(`package: ${relative(root, path)}, ${(statSync(path).size / 1_000_000).toFixed(1)} MB`);
