import { basename } from 'node:path';
import { brokenTemplate } from '../broken.ts';
import { mappingsOfTriggers, subscriptionsOfTriggers } from '../messaging/ofTriggers.ts';
import type { FunctionDefinition, TemplateResult } from '../model.ts';
import type { FormatReader, ProjectFile, ReadContext } from '../reader.ts';
import { KnownTrees } from '../tree/knownTrees.ts';
import { sourceOf } from '../tree/parse.ts';
import { readApis, readWebSocket } from './apis.ts';
import { Documents } from './documents.ts';
import { functionEntries } from './entries.ts';
import { readFunction } from './function.ts';
import type { Located } from './located.ts';
import { readPlugins } from './plugins.ts';
import { readProgram } from './program.ts';
import { resourceFunctions, resourceMessaging } from './resources.ts';
import { readService } from './service.ts';

/** Services of the Serverless Framework on AWS: YAML and JSON under any file name, and programs under the Framework's. */
export const serverlessReader: FormatReader = {
  isCandidate: (name) => /\.(ya?ml|json)$/i.test(name) || isProgram(name),
  mayDefine: (text) => /(?:^|[\s{,])["']?provider["']?\s*[:,}]/.test(text) && /(?:^|[\s{,])["']?service["']?\s*[:,}]/.test(text),
  read,
};

function isProgram(name: string): boolean {
  return /^serverless(?:\.[\w-]+)?\.[cm]?[jt]s$/.test(name);
}

async function read(file: ProjectFile, context: ReadContext): Promise<TemplateResult> {
  const { folder, files, trees = new KnownTrees() } = context;
  const root = isProgram(basename(file.path)) ? await readProgram(file, context) : readText(file, trees);
  if (root === undefined) return { kind: 'not-a-template' };
  if ('kind' in root) return root;
  const documents = new Documents(trees);
  let result = readOnce(root, folder, documents);
  for (let rounds = 0; rounds < mostRounds && (await documents.readWanted(files)); rounds++) result = readOnce(root, folder, documents);
  return result;
}

/** The root of a file in YAML or JSON. */
function readText(file: ProjectFile, trees: KnownTrees): Located | TemplateResult | undefined {
  const tree = trees.parse(file.path, file.text);
  if (tree.kind === 'syntax-error') return looksLikeService(file) ? brokenTemplate(file.path, file.text, tree) : undefined;
  return tree.root === undefined ? undefined : { node: tree.root, source: sourceOf(file.path, file.text) };
}

/** Deeper than any service's files take in other files. */
const mostRounds = 12;

/** What the service defines, as far as its files are known. */
function readOnce(root: Located, folder: string, documents: Documents): TemplateResult {
  const service = readService(root, folder, documents);
  if (service === undefined) return { kind: 'not-a-template' };
  const plugins = readPlugins(service);
  const functions = new Map<string, FunctionDefinition>();
  for (const definition of resourceFunctions(service)) functions.set(definition.id, definition);
  for (const entry of functionEntries(service)) {
    const definition = readFunction(entry, service, plugins);
    functions.set(definition.id, definition);
  }
  const all = [...functions.values()];
  const apis = readApis(service, all);
  const webSocket = readWebSocket(service, all);
  const { carriers, subscriptions: sentOn } = resourceMessaging(service);
  const [mappings, subscriptions] = [mappingsOfTriggers(all), [...subscriptionsOfTriggers(all), ...sentOn]];
  return {
    kind: 'template',
    path: service.path,
    format: 'serverless',
    functions: all,
    ...(apis.length === 0 ? {} : { apis }),
    ...(webSocket === undefined ? {} : { webSockets: [webSocket] }),
    ...(carriers.length + mappings.length + subscriptions.length === 0 ? {} : { messaging: { carriers, mappings, subscriptions } }),
  };
}

/** A text that can't be parsed is called a broken service only where its name says what it is, or its own lines do, at the top level. */
function looksLikeService({ path, text }: ProjectFile): boolean {
  if (/^\s*name:\s*["']?(?:google|azure|openwhisk|kubeless|cloudflare|tencent|aliyun|fn|knative)\b/m.test(text)) return false;
  const isNamed = /^serverless\.(?:ya?ml|json)$/i.test(basename(path));
  return isNamed || ['service', 'provider', 'functions'].every((key) => new RegExp(`^${key}[ \\t]*:`, 'm').test(text));
}
