import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { catalogueFor, eventNameProblem, newTestEventPath } from '../../../core/events/index.ts';
import type { EventTemplate, TestEvent } from '../../../core/events/model.ts';
import type { FileSystem } from '../../../core/ports.ts';
import type { TestEventsModel } from './testEventsModel.ts';

/** Which event a run takes: the last one, a picked one, `{}`, or a new one from the catalogue. */
export interface EventPicker {
  /** The last event used with the function, else its only one, else asks. */
  lastOr(fn: AnalysedFunction): Promise<TestEvent | undefined>;
  pick(fn: AnalysedFunction): Promise<TestEvent | undefined>;
  /** All of a function, as they are on disk now. */
  saved(fn: AnalysedFunction): Promise<readonly TestEvent[]>;
  /** Asks for a source and a name, writes the file and opens it. */
  create(fn: AnalysedFunction): Promise<TestEvent | undefined>;
  /** Writes an event to a file of this name, or one like it that is free, and opens it. */
  keep(fn: AnalysedFunction, name: string, event: unknown): Promise<TestEvent | undefined>;
  used(fn: AnalysedFunction, event: TestEvent): void;
  /** What a run takes without asking, from memory: for labels. */
  remembered(fn: AnalysedFunction): TestEvent | undefined;
}

/** `emptyEvent`: absolute path of a file outside of the workspace, for runs with `{}`. */
export function createEventPicker(
  events: TestEventsModel,
  { files, state, emptyEvent }: { readonly files: FileSystem; readonly state: vscode.Memento; readonly emptyEvent: string },
): EventPicker {
  const empty: TestEvent = { name: '{}', path: emptyEvent };
  const key = (fn: AnalysedFunction) => `lastEvent:${fn.definition.folder}:${fn.definition.id}`;

  async function pick(fn: AnalysedFunction): Promise<TestEvent | undefined> {
    const saved = await events.read(fn);
    const choice = await vscode.window.showQuickPick(
      [
        ...saved.map((event) => ({ label: `$(json) ${event.name}`, description: lastRunText(event), event })),
        ...(saved.length === 0 ? [] : [{ label: '', kind: vscode.QuickPickItemKind.Separator, event: undefined }]),
        { label: '$(json) {}', description: 'an empty event; no file is written', event: empty },
        { label: '$(new-file) New test event…', event: undefined },
      ],
      { title: `Run ${fn.definition.name} with`, placeHolder: 'A test event', matchOnDescription: true },
    );
    if (choice === undefined) return undefined;
    return choice.event === undefined ? create(fn) : written(choice.event);
  }

  /** The empty event's file may not be there yet, or any more. */
  async function written(event: TestEvent): Promise<TestEvent> {
    if (event.path === empty.path) await files.write(empty.path, '{}\n');
    return event;
  }

  function lastRunText(event: TestEvent): string {
    const last = events.lastRun(event.path);
    return last === undefined ? '' : `last run ${Math.round(last.durationMs)} ms`;
  }

  async function create(fn: AnalysedFunction): Promise<TestEvent | undefined> {
    const template = await pickTemplate(fn);
    if (template === undefined) return undefined;
    const taken = new Set((await events.read(fn)).map((event) => event.name));
    const name = await vscode.window.showInputBox({
      title: `New test event for ${fn.definition.name}`,
      prompt: 'Name of the event’s file',
      value: freeName(template.id, taken),
      validateInput: (value) => eventNameProblem(value) ?? (taken.has(value) ? `There is an event "${value}" already.` : undefined),
    });
    if (name === undefined) return undefined;
    return await write(fn, name, template.event);
  }

  async function write(fn: AnalysedFunction, name: string, content: unknown): Promise<TestEvent | undefined> {
    const path = await newTestEventPath(fn.definition, name, files);
    await files.write(path, `${JSON.stringify(content, null, 2)}\n`);
    await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false });
    return (await events.read(fn)).find((event) => event.path === path);
  }

  async function keep(fn: AnalysedFunction, name: string, content: unknown): Promise<TestEvent | undefined> {
    const taken = new Set((await events.read(fn)).map((event) => event.name));
    return await write(fn, freeName(name, taken), content);
  }

  function choose(fn: AnalysedFunction, saved: readonly TestEvent[]): TestEvent | undefined {
    const last = state.get<string>(key(fn));
    if (last === empty.path) return empty;
    return saved.find((event) => event.path === last) ?? (saved.length === 1 ? saved[0] : undefined);
  }

  return {
    pick,
    saved: (fn) => events.read(fn),
    create,
    keep,
    async lastOr(fn) {
      const last = choose(fn, await events.read(fn));
      return last === undefined ? pick(fn) : written(last);
    },
    remembered: (fn) => choose(fn, events.list(fn)),
    used(fn, event) {
      void state.update(key(fn), event.path);
    },
  };
}

async function pickTemplate(fn: AnalysedFunction): Promise<EventTemplate | undefined> {
  const choice = await vscode.window.showQuickPick(
    catalogueFor(fn.definition).map((template) => ({ label: template.title, description: template.description, template })),
    { title: `New test event for ${fn.definition.name}`, placeHolder: 'Which service calls the function?', matchOnDescription: true },
  );
  return choice?.template;
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
  return name;
}

/** For a file that isn't in the function's own `events/` folder. */
export function eventAt(path: string): TestEvent {
  return { name: path.slice(dirname(path).length + 1).replace(/\.json$/, ''), path };
}
