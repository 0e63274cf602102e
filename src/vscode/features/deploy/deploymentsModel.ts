import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { Deployment, Deployments } from '../../platform/deployments.ts';
import type { CloudServer } from './cloudServer.ts';
import { type TargetChoice, targetLabel } from './targets.ts';

interface DeploymentRecord {
  readonly target: TargetChoice;
  readonly functionName: string;
  readonly state: string;
  readonly deployedAt: number;
}

/**
 * What was deployed from this workspace, remembered in it. The local cloud is asked for what it really has; of AWS only the end of the
 * last deployment is known.
 */
export class DeploymentsModel implements Deployments, vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #cloud: CloudServer;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #stopListening: () => void;

  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento, cloud: CloudServer) {
    this.#state = state;
    this.#cloud = cloud;
    this.#stopListening = cloud.onDidChange(() => this.#changed.fire());
  }

  of(fn: AnalysedFunction): readonly Deployment[] {
    return this.#records(fn).flatMap((record): readonly Deployment[] => {
      const { target, functionName, deployedAt } = record;
      if (target.kind === 'aws') return [{ target: 'aws', label: targetLabel(target), state: record.state, deployedAt }];
      const there = this.#cloud.functions().find((entry) => entry.name === functionName);
      return there === undefined
        ? []
        : [{ target: 'local-cloud', label: targetLabel(target), state: there.state.toLowerCase(), deployedAt }];
    });
  }

  async deployed(fn: AnalysedFunction, record: DeploymentRecord): Promise<void> {
    const others = this.#records(fn).filter(({ target }) => targetLabel(target) !== targetLabel(record.target));
    await this.#state.update(key(fn), [...others, record]);
    this.#changed.fire();
  }

  async removed(fn: AnalysedFunction, target: TargetChoice): Promise<void> {
    await this.#state.update(
      key(fn),
      this.#records(fn).filter((record) => targetLabel(record.target) !== targetLabel(target)),
    );
    this.#changed.fire();
  }

  /** Whether this workspace has something there: then it is worth starting at once. */
  any(kind: TargetChoice['kind']): boolean {
    const all = this.#state.keys().filter((name) => name.startsWith(keyPrefix));
    return all.some((name) => this.#state.get<readonly DeploymentRecord[]>(name)?.some(({ target }) => target.kind === kind));
  }

  /** By the label that the view shows. */
  target(fn: AnalysedFunction, label: string): TargetChoice | undefined {
    return this.#records(fn).find((record) => targetLabel(record.target) === label)?.target;
  }

  dispose(): void {
    this.#stopListening();
    this.#changed.dispose();
  }

  #records(fn: AnalysedFunction): readonly DeploymentRecord[] {
    return this.#state.get<readonly DeploymentRecord[]>(key(fn)) ?? [];
  }
}

const keyPrefix = 'deployments:';

function key(fn: AnalysedFunction): string {
  return `${keyPrefix}${fn.definition.folder}:${fn.definition.id}`;
}
