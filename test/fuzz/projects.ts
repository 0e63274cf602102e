import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A sample project: its files below `/w`, by path. */
export interface Project {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

const workspaces = fileURLToPath(new URL('../workspaces/', import.meta.url));

/** Every sample project of `test/workspaces` that has functions. */
export function sampleProjects(): readonly Project[] {
  const formats = readdirSync(join(workspaces, 'formats'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join('formats', name));
  return ['shop', 'broken', 'cloudformation-json', ...formats].map((name) => ({ name, files: filesBelow(join(workspaces, name)) }));
}

function filesBelow(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`/w/${relative(folder, path).split(sep).join('/')}`, readFileSync(path, 'utf8')];
    }),
  );
}
