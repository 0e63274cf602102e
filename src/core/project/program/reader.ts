import type { ApiDefinition } from '../apis/model.ts';
import type { Messaging } from '../messaging/model.ts';
import type { FunctionDefinition, TemplateFormat, TemplateResult } from '../model.ts';
import type { FormatReader, ProjectFile, ReadContext } from '../reader.ts';
import type { WebSocketApi } from '../webSockets/model.ts';
import { definitionsOf, type ProgramFunction } from './definitions.ts';
import { isProgram, loadProgram } from './load.ts';
import { NamedFunctions } from './named.ts';
import { isUnitTest } from './unitTest.ts';
import type { Module } from './values.ts';

/** One library whose constructs define functions. */
export interface Dialect {
  readonly format: TemplateFormat;
  /** Whether the text can be about it: a quick look, which may err on the side of yes. */
  mayDefine(text: string): boolean;
  /** What the file defines with it, in the file's order. */
  functions(module: Module, context: ReadContext): Promise<readonly ProgramFunction[]>;
  /** What it puts in front of them over HTTP. */
  readonly apis?: Told<readonly ApiDefinition[]>;
  /** APIs whose clients stay connected. */
  readonly webSockets?: Told<readonly WebSocketApi[]>;
  /** What gives them messages and records. */
  readonly messaging?: Told<Messaging | undefined>;
}

type Told<T> = (module: Module, named: NamedFunctions, functions: readonly ProgramFunction[], context: ReadContext) => Promise<T>;

/** Reads functions that are defined in programs, in whatever library. A file is parsed once for all of them. */
export function programReader(dialects: readonly Dialect[]): FormatReader {
  return {
    isCandidate: isProgram,
    needsSigns: true,
    mayDefine: (text) => dialects.some((dialect) => dialect.mayDefine(text)),
    read: (file, context) => read(file, context, dialects),
  };
}

async function read(file: ProjectFile, context: ReadContext, dialects: readonly Dialect[]): Promise<TemplateResult> {
  if (isUnitTest(file)) return { kind: 'not-a-template' };
  const module = await loadProgram(file, context);
  if (module === undefined) return { kind: 'not-a-template' };
  const functions: FunctionDefinition[] = [];
  const apis: ApiDefinition[] = [];
  const webSockets: WebSocketApi[] = [];
  let messaging: Messaging | undefined;
  for (const dialect of dialects) {
    if (!dialect.mayDefine(file.text)) continue;
    const found = await dialect.functions(module, context);
    const definitions = definitionsOf(found, module, dialect.format, context);
    functions.push(...definitions);
    if (definitions.length === 0) continue;
    const named = new NamedFunctions(found, definitions);
    apis.push(...((await dialect.apis?.(module, named, found, context)) ?? []));
    webSockets.push(...((await dialect.webSockets?.(module, named, found, context)) ?? []));
    messaging ??= await dialect.messaging?.(module, named, found, context);
  }
  const [first] = functions;
  if (first === undefined) return { kind: 'not-a-template' };
  const { format } = first;
  const fronts = { ...(apis.length === 0 ? {} : { apis }), ...(webSockets.length === 0 ? {} : { webSockets }) };
  return { kind: 'template', path: file.path, format, functions, ...fronts, ...(messaging && { messaging }) };
}
