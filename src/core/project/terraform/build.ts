import path from 'node:path';
import type { Build } from '../model.ts';
import type { ModuleBlock } from './module.ts';
import type { Scope } from './scope.ts';

/** What stands between a folder of sources and its package: a `local-exec` provisioner that names the folder and makes files in it. */
export function buildOf(folder: string, scope: Scope): Build {
  for (let each: Scope | undefined = scope; each !== undefined; each = each.caller) {
    const { provisioned, resources } = each.module;
    const address = provisioned.find((name) => {
      const text = textOf(resources.get(name));
      return text.includes(path.basename(folder)) && buildsFiles(text);
    });
    if (address !== undefined) return { kind: 'other', method: `the local-exec provisioner of ${address}` };
  }
  return { kind: 'none' };
}

/** Whether shell commands make files that a handler could be in; installing dependencies makes none. */
export function buildsFiles(command: string): boolean {
  return builders.test(command);
}

const builders =
  /\b(?:tsc|esbuild|webpack|rollup|vite|swc|parcel|ncc|babel|make|mvnw?|gradlew?|cargo|dotnet|sam|docker|bazel|nx|npx|zip|unzip|tar|cp|mv|rsync|build|bundle)\b|\b(?:npm|pnpm|yarn)\s+(?:run|exec)\b|\.(?:sh|ps1|bat|py|js)\b/;

/** The command, its folder, what triggers it. */
export function textOf(resource: ModuleBlock | undefined): string {
  return resource === undefined ? '' : resource.file.text.slice(resource.block.start, resource.block.end);
}
