import * as vscode from 'vscode';
import { functionsOf } from '../../../core/analysis/lastKnown.ts';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { byFunction, sourceName, sourcesIn } from '../../../core/analysis/sources.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import type { Ports } from '../../../core/ports.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import { type Batch, queueBatch, streamBatch } from '../../../core/sources/batchEvent.ts';
import { fateNotes } from '../../../core/sources/fate.ts';
import type { Source, Sources } from '../../../core/sources/model.ts';
import { scheduledEvent } from '../../../core/sources/scheduledEvent.ts';
import { ruleBatch, topicBatch } from '../../../core/sources/sentEvent.ts';
import type { CommandHandler } from '../../platform/commands.ts';
import { keyOf } from '../../platform/functionIndex.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import { requireTrust } from '../../platform/trust.ts';
import { saveAllOf } from '../../platform/unsaved.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { isFunctionsNode } from '../functionsView/nodes.ts';
import { type ExecutionDependencies, execute } from '../run/execution.ts';
import type { Invocations } from '../run/invocations.ts';
import { askMessages } from './askMessages.ts';

export interface SourceActionsDependencies extends ExecutionDependencies {
  readonly ports: Ports;
  readonly functions: WorkspaceFunctions;
  readonly picker: FunctionPicker;
  readonly invocations: Invocations;
}

/** The commands of this file, for those who register them before it is loaded. */
export type SourceCommand = 'sendMessage' | 'fireSchedule';

/** What calls functions besides HTTP, by hand: what is sent to a queue, a stream, a topic or a bus, and a schedule that fires now. */
export function sourceActions(deps: SourceActionsDependencies): Readonly<Record<SourceCommand, CommandHandler>> {
  return {
    async sendMessage(argument, given) {
      requireTrust();
      const found = await pickSource(deps, argument, ['queue', 'stream', 'topic', 'rule']);
      if (found === undefined) return undefined;
      const texts = isTexts(given) ? given : await askMessages(found.source, isTable(found));
      return texts === undefined ? undefined : await send(deps, found, texts, 'run');
    },
    async fireSchedule(argument) {
      requireTrust();
      const found = await pickSource(deps, argument, ['schedule']);
      return found === undefined ? undefined : await send(deps, found, [], 'run');
    },
  };
}

/** A source with the function that it calls, and what else its template has. */
interface Found {
  readonly fn: AnalysedFunction;
  readonly source: Source;
  readonly all: Sources;
}

async function send(deps: SourceActionsDependencies, found: Found, texts: readonly string[], mode: 'run' | 'debug'): Promise<unknown> {
  requireTrust();
  const { fn, source } = found;
  return await deps.invocations.start({
    functionName: fn.definition.name,
    target: 'local',
    eventName: source.kind === 'schedule' ? source.expression : sourceName(source),
    again: (debug) => send(deps, { ...found, fn: current(deps, fn) }, texts, debug ? 'debug' : 'run'),
    async carryOut(stage): Promise<InvocationResult> {
      await saveAllOf(fn);
      const { event, filtered, sent } = eventOf(found, texts, deps.ports);
      if (filtered > 0 && filtered === sent) throw nothingPasses(found);
      const result = await execute(deps, fn, event, {
        signal: stage.signal,
        onOutput: (line) => stage.tell(line),
        onBuilt: () => stage.enter(mode === 'run' ? 'running' : 'debugging'),
        ...(mode === 'debug' && { debug: { stopsInHandler: true } }),
      });
      const kept = filtered === 0 ? [] : [`${filtered} of ${sent} are kept back by the filters of the event source.`];
      const fate = source.kind === 'queue' || source.kind === 'stream' ? fateNotes(source, event, result, found.all) : [];
      return { ...result, notes: [...result.notes, ...fate, ...kept] };
    },
  });
}

function eventOf({ source, all }: Found, texts: readonly string[], { clock }: Ports): Batch {
  switch (source.kind) {
    case 'schedule':
      return { event: scheduledEvent(source, clock.now()), filtered: 0, sent: 1 };
    case 'topic':
      return topicBatch(source, texts, clock.now());
    case 'rule':
      return ruleBatch(source, texts, clock.now());
    case 'queue': {
      const queue = all.carriers.queues.find(({ name }) => name === source.queue);
      if (queue !== undefined) return queueBatch(source, queue, texts, clock.now());
      break;
    }
    case 'stream': {
      const stream = all.carriers.streams.find(({ name }) => name === source.stream);
      if (stream !== undefined) return streamBatch(source, stream, texts, clock);
    }
  }
  throw new Error('A source that is read has what carries it.');
}

/** That of the view's node, else the only one of the function that is picked, else the person chooses. */
async function pickSource(
  deps: SourceActionsDependencies,
  argument: unknown,
  kinds: readonly Source['kind'][],
): Promise<Found | undefined> {
  const sourcesFor = (fn: AnalysedFunction): readonly Found[] => {
    const template = deps.functions.folders.flatMap(({ templates }) => templates).find((each) => functionsOf(each).includes(fn));
    if (template === undefined) return [];
    const all = sourcesIn(template);
    return (byFunction(all).get(fn.definition.name) ?? []).flatMap((source) => (kinds.includes(source.kind) ? [{ fn, source, all }] : []));
  };
  const fn = await deps.picker.pick(argument, { includes: (each) => sourcesFor(each).length > 0, none: () => noSource(kinds) });
  if (fn === undefined) return undefined;
  const found = sourcesFor(fn);
  const isNamed = ({ source }: Found) => isFunctionsNode(argument) && argument.kind === 'source' && sourceName(source) === argument.name;
  const named = found.find(isNamed) ?? (found.length === 1 ? found[0] : undefined);
  if (named !== undefined) return named;
  if (found.length === 0) throw noSource(kinds);
  const items = found.map((each) => ({ label: each.source.kind === 'schedule' ? each.source.expression : sourceName(each.source), each }));
  return (await vscode.window.showQuickPick(items, { placeHolder: `What calls ${fn.definition.name}?` }))?.each;
}

function current({ functions }: SourceActionsDependencies, fn: AnalysedFunction): AnalysedFunction {
  const { folder, id } = keyOf(fn);
  return functions.find(folder, id) ?? fn;
}

function isTable({ source, all }: Found): boolean {
  return source.kind === 'stream' && all.carriers.streams.some(({ kind, name }) => kind === 'table' && name === source.stream);
}

function noSource(kinds: readonly Source['kind'][]): WorkbenchError {
  const what = kinds.includes('schedule') ? 'schedule' : 'queue, stream, topic or event bus';
  return new WorkbenchError('function-not-found', `No function here is called by a ${what}.`, 'A test event can stand for one.');
}

function nothingPasses({ source, fn }: Found): WorkbenchError {
  return new WorkbenchError(
    'event-unreadable',
    `${source.kind === 'rule' ? 'The pattern' : 'The filters'} of ${sourceName(source)} ${source.kind === 'rule' ? 'keeps' : 'keep'} all of it from ${fn.definition.name}: it isn’t run.`,
    `Send what is let through, or correct ${FILTERS[source.kind]} where the event source is defined.`,
  );
}

const FILTERS: Readonly<Record<Source['kind'], string>> = {
  queue: 'FilterCriteria',
  stream: 'FilterCriteria',
  topic: 'FilterPolicy',
  rule: 'its pattern',
  schedule: 'it',
};

/** Tests that drive the command from inside the editor say what to send: an input box can't be filled in there. */
function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
