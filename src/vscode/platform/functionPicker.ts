import { relative } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../core/analysis/model.ts';
import { WorkbenchError } from '../../core/errors.ts';
import { functionsAt, type Place } from './functionCandidates.ts';
import { isFunctionKey } from './functionIndex.ts';
import type { WorkspaceFunctions } from './workspaceFunctions.ts';

/** The functions that a command can be about, where not all are. */
export interface Eligible {
  readonly includes: (fn: AnalysedFunction) => boolean;
  /** Says that there is none. */
  readonly none: () => WorkbenchError;
}

/** Finds out which function a command is about. */
export class FunctionPicker {
  readonly #functions: WorkspaceFunctions;

  constructor(functions: WorkspaceFunctions) {
    this.#functions = functions;
  }

  /**
   * `argument` is what the command was called with: a node of the functions view, a FunctionKey or several to choose from, the Uri
   * of an editor's title menu, or nothing. Then the cursor decides, and where that leaves more than one, the person does. Undefined: the person picked none.
   * `eligible` is about what is offered: a function that the argument names is the answer in any case.
   */
  async pick(argument: unknown, eligible: Eligible = anyFunction): Promise<AnalysedFunction | undefined> {
    await this.#functions.settled();
    if (isFunctionKey(argument)) return this.#named(argument.folder, argument.id);
    if (Array.isArray(argument) && argument.every(isFunctionKey)) return ask(argument.map(({ folder, id }) => this.#named(folder, id)));
    const here = functionsAtPlace(this.#functions, placeOf(argument)).filter(eligible.includes);
    if (here.length === 1) return here[0];
    const candidates = here.length > 0 ? here : this.#functions.all().filter(eligible.includes);
    if (candidates.length === 0) throw eligible.none();
    return await ask(candidates);
  }

  #named(folder: string, id: string): AnalysedFunction {
    const fn = this.#functions.find(folder, id);
    if (fn !== undefined) return fn;
    throw new WorkbenchError('function-not-found', `The function ${id} is no longer in its template.`, 'Pick one in the Functions view.');
  }
}

const anyFunction: Eligible = {
  includes: () => true,
  none: () =>
    new WorkbenchError('function-not-found', 'There is no Lambda function in this workspace.', 'Create one with "Lambda: New Function…".'),
};

function functionsAtPlace(functions: WorkspaceFunctions, place: Place | undefined): readonly AnalysedFunction[] {
  return place === undefined ? [] : functionsAt(functions, place);
}

function placeOf(argument: unknown): Place | undefined {
  const editor = vscode.window.activeTextEditor;
  if (argument instanceof vscode.Uri && argument.toString() !== editor?.document.uri.toString()) {
    return { path: argument.fsPath, line: undefined };
  }
  if (editor === undefined || editor.document.uri.scheme !== 'file') return undefined;
  return { path: editor.document.uri.fsPath, line: editor.selection.active.line };
}

async function ask(candidates: readonly AnalysedFunction[]): Promise<AnalysedFunction | undefined> {
  const items = candidates.map((fn) => {
    const { name, runtime, handler, folder, templatePath } = fn.definition;
    const facts = [runtime, handler].flatMap((value) => (value.kind === 'literal' ? [value.value] : []));
    return { label: name, description: facts.join(' · '), detail: relative(folder, templatePath), fn };
  });
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which function?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.fn;
}
