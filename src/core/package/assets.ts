import { dirname, join } from 'node:path';
import type { FileSystem } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { isDevelopmentFolder } from './sourceFolder.ts';
import { type Walked, walk } from './walk.ts';

export type Assets = Walked;

/**
 * Files beside a bundled function that it may read while it runs: data, text, pages, templates of texts, certificates, wasm.
 * Code isn't among them, for what is used of it is in the bundle; nor is what only tools read. The kinds are a list of
 * what is taken rather than of what isn't, so that a code folder that is a whole project doesn't go along.
 */
export async function findAssets(files: FileSystem, codeDirectory: string, definition: FunctionDefinition): Promise<Assets> {
  const templateFolder = dirname(definition.templatePath);
  const events = join(templateFolder, 'events');
  const walked = await walk(files, codeDirectory, {
    enterFolder: (path, name) => !isDevelopmentFolder(name) && !TEST_FOLDER.test(name) && join(codeDirectory, path) !== events,
    takeFile: (path, name) => ASSET.test(name) && !TOOL_FILE.test(name) && join(codeDirectory, path) !== definition.templatePath,
  });
  const taken: string[] = [];
  let size = 0;
  for (const path of walked.files) {
    size += (await files.stat(join(codeDirectory, path)))?.size ?? 0;
    if (size > MAX_BYTES) break;
    taken.push(path);
  }
  const left = walked.files.length - taken.length;
  const warning = `${left} data files of ${codeDirectory} are left out: together they are over ${MAX_BYTES / 1_000_000} MB. First of them: ${walked.files[taken.length]}`;
  return { files: taken, folders: walked.folders, warnings: left === 0 ? walked.warnings : [...walked.warnings, warning] };
}

const MAX_BYTES = 5_000_000;
const ASSET =
  /\.(json|jsonl|txt|csv|tsv|xml|xsd|xsl|xslt|ya?ml|toml|ini|properties|html?|css|svg|md|hbs|handlebars|mustache|ejs|pug|liquid|njk|sql|graphql|gql|proto|avsc|wasm|bin|dat|pem|crt|cer|png|jpe?g|gif|webp|ico|pdf|ttf|otf|woff2?)$/i;
const TEST_FOLDER = /^(tests?|__tests__|__mocks__|__fixtures__|spec|coverage)$/i;
/** Read by package managers, compilers, deployment tools and people, not by functions. */
const TOOL_FILE =
  /^(\..*|package(-lock)?\.json|npm-shrinkwrap\.json|pnpm-(lock|workspace)\.yaml|[jt]sconfig.*\.json|samconfig\..*|template\..*|.*\.template\.(ya?ml|json)|buildspec\.ya?ml|cdk\.json|nx\.json|lerna\.json|turbo\.json|biome\.json|deno\.json|requirements.*\.txt|(readme|changelog|contributing|license)\b.*|.*\.config\.json)$/i;
