import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import { commands } from '../../contributions.ts';
import { keyOf } from '../../platform/functionIndex.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import { isFunctionsNode } from '../functionsView/nodes.ts';
import type { DeploymentsModel } from './deploymentsModel.ts';
import type { TargetChoice } from './targets.ts';

/** A function where it is deployed. */
export interface Deployed {
  readonly fn: AnalysedFunction;
  readonly choice: TargetChoice;
}

/** Finds out which deployed function a command is about. */
export class DeployedChoice {
  readonly #picker: FunctionPicker;
  readonly #deployments: DeploymentsModel;

  constructor(picker: FunctionPicker, deployments: DeploymentsModel) {
    this.#picker = picker;
    this.#deployments = deployments;
  }

  /**
   * `argument`: what FunctionPicker takes; a target's row names the target too. `only`: the kind of target that counts. Undefined: the
   * person picked none, or the function isn't deployed, which is said. Throws `function-not-found` where no function at all is.
   */
  async pick(argument: unknown, only?: TargetChoice['kind']): Promise<Deployed | undefined> {
    const fn = await this.#picker.pick(argument, {
      includes: (candidate) => this.#choices(candidate, only).length > 0,
      none: () => notDeployed('No function of this workspace is', only),
    });
    if (fn === undefined) return undefined;
    const choices = this.#choices(fn, only).filter(
      ({ label }) => !isFunctionsNode(argument) || argument.kind !== 'target' || argument.label === label,
    );
    if (choices.length === 0) {
      offerDeploy(fn, notDeployed(`${fn.definition.name} is not`, only));
      return undefined;
    }
    const picked = choices.length === 1 ? choices[0] : await askWhere(fn, choices);
    return picked && { fn, choice: picked.choice };
  }

  #choices(fn: AnalysedFunction, only: TargetChoice['kind'] | undefined): readonly Choice[] {
    return this.#deployments.of(fn).flatMap(({ target, label, state }) => {
      const choice = only === undefined || only === target ? this.#deployments.target(fn, label) : undefined;
      return choice === undefined ? [] : [{ label, description: state, choice }];
    });
  }
}

interface Choice {
  readonly label: string;
  readonly description: string;
  readonly choice: TargetChoice;
}

async function askWhere({ definition: { name } }: AnalysedFunction, choices: readonly Choice[]): Promise<Choice | undefined> {
  return await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('{0} is deployed to several targets. Which one?', name) });
}

/** Not awaited: it stands until the person answers. */
function offerDeploy(fn: AnalysedFunction, { message }: WorkbenchError): void {
  const deploy = vscode.l10n.t('Deploy');
  void vscode.window.showInformationMessage(message, deploy).then((choice) => {
    if (choice === deploy) void vscode.commands.executeCommand(commands.deploy, keyOf(fn));
  });
}

/** `who`: with its verb. */
function notDeployed(who: string, only: TargetChoice['kind'] | undefined): WorkbenchError {
  const where = only === 'local-cloud' ? ' to the local cloud' : '';
  return new WorkbenchError('function-not-found', `${who} deployed${where} yet.`, 'Use "Lambda: Deploy Function…" first.');
}
