import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { Clock } from '../../../core/ports.ts';
import { commands, contextKeys, views } from '../../contributions.ts';
import type { ServedApis } from '../../platform/apis.ts';
import { Coalescer } from '../../platform/coalescer.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import { ContextKey } from '../../platform/contextKey.ts';
import type { Deployments } from '../../platform/deployments.ts';
import { type Disposable, DisposableStore } from '../../platform/disposables.ts';
import { problemsIn } from '../../platform/findingSeverity.ts';
import { keyOf } from '../../platform/functionIndex.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import type { SettingsReader } from '../../platform/settings.ts';
import type { TestEvents } from '../../platform/testEvents.ts';
import { Turns } from '../../platform/turns.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { FunctionsTree } from './functionsTree.ts';
import { KnownRows } from './knownRows.ts';
import { type FunctionsNode, nodeId } from './nodes.ts';
import { openHandler, openTemplate } from './open.ts';
import { ProblemBadges } from './problemBadges.ts';
import { buildTree, type Row, type TreeSources } from './tree.ts';

export interface FunctionsViewDeps {
  readonly functions: WorkspaceFunctions;
  readonly events: TestEvents;
  readonly deployments: Deployments;
  readonly apis: ServedApis;
  readonly settings: SettingsReader;
  readonly picker: FunctionPicker;
  readonly registry: CommandRegistry;
  readonly clock: Clock;
}

export interface FunctionsView extends Disposable {
  /** Selects the function's row and shows it, without taking the focus. */
  reveal(fn: AnalysedFunction): Promise<void>;
}

/** "2 min ago" is redrawn this often. */
const agesMs = 30_000;
/** The rows follow what is typed after the squiggles, which somebody waits for. */
const followMs = 100;
/** Whose rows are made without the loop’s turning in between: some five milliseconds. */
const mostFunctions = 50;

export function registerFunctionsView(deps: FunctionsViewDeps): FunctionsView {
  const { functions, picker, registry, events, deployments, apis, settings } = deps;
  const store = new DisposableStore();
  const badges = store.add(new ProblemBadges());
  const tree = store.add(new FunctionsTree(badges));
  const view = store.add(vscode.window.createTreeView<FunctionsNode>(views.functions, { treeDataProvider: tree, showCollapseAll: true }));
  const state = new ContextKey<'loading' | 'empty' | 'found'>(contextKeys.functionsState);

  const known = new KnownRows<Row>(mostFunctions);
  const show = () => {
    known.nextTurn();
    const rows = currentRows(deps, known);
    state.set(functions.state === 'loading' ? 'loading' : rows.length === 0 && known.isWhole ? 'empty' : 'found');
    tree.show(rows);
    return known.isWhole;
  };
  const showing = store.add(new Turns(deps.clock, show));
  const showAll = () => {
    known.lookAgain();
    showing.run();
  };
  showing.run();
  const following = store.add(new Coalescer(deps.clock, followMs, () => showing.run()));
  const follow = () => following.schedule();
  showProgressUntilReady(functions);
  store.add(vscode.window.registerFileDecorationProvider(badges));
  store.add(functions.onDidChange(follow));
  store.add(
    events.onDidChange(() => {
      known.lookAgain();
      follow();
    }),
  );
  store.add(deployments.onDidChange(showAll));
  store.add(apis.onDidChange(showAll));
  store.add(settings.onDidChange('lambdaWorkbench.findings.severity', () => showing.run()));
  store.add(every(agesMs, () => view.visible && showAll()));
  store.add(registry.register(commands.openHandler, (argument) => openHandler(picker, argument)));
  store.add(registry.register(commands.openTemplate, (argument) => openTemplate(functions, picker, argument)));
  store.add(
    registry.register(commands.refresh, async () => {
      await refresh(functions);
      following.flush();
      await showing.settled();
    }),
  );

  return {
    async reveal(fn) {
      following.flush();
      await showing.settled();
      const node = tree.node(nodeId({ kind: 'function', ...keyOf(fn) }));
      if (node !== undefined) await view.reveal(node, { select: true, focus: false, expand: true });
    },
    dispose: () => store.dispose(),
  };
}

function currentRows({ functions, events, deployments, apis, settings, clock }: FunctionsViewDeps, known: KnownRows<Row>): readonly Row[] {
  const sources: TreeSources = {
    snapshots: functions.folders,
    findings: (snapshot) => problemsIn(snapshot, settings.get('lambdaWorkbench.findings.severity', snapshot.folder)),
    events: (fn) => events.list(fn),
    lastRun: (path) => events.lastRun(path),
    isWatched: (path) => events.isWatched(path),
    deployments: (fn) => deployments.of(fn),
    apiState: (api) => apis.stateOf(api),
    now: clock.now(),
  };
  return buildTree(sources, known);
}

/** Settles when the view shows what is there now. */
async function refresh(functions: WorkspaceFunctions): Promise<void> {
  functions.refresh();
  await inProgress(functions);
}

function showProgressUntilReady(functions: WorkspaceFunctions): void {
  if (functions.state === 'loading') void inProgress(functions);
}

async function inProgress(functions: WorkspaceFunctions): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: views.functions } }, () => functions.settled());
}

function every(ms: number, action: () => void): Disposable {
  const timer = setInterval(action, ms);
  return { dispose: () => clearInterval(timer) };
}
