import { defaultExclusion } from '../core/analysis/exclusion.ts';

/**
 * Every id that package.json contributes, typed. `contributions.test.ts` holds the two against each other, both ways.
 */
export const commands = {
  newFunction: 'lambdaWorkbench.newFunction',
  refresh: 'lambdaWorkbench.refresh',
  openHandler: 'lambdaWorkbench.openHandler',
  openTemplate: 'lambdaWorkbench.openTemplate',
  run: 'lambdaWorkbench.run',
  runWith: 'lambdaWorkbench.runWith',
  runAgain: 'lambdaWorkbench.runAgain',
  cancelRun: 'lambdaWorkbench.cancelRun',
  debug: 'lambdaWorkbench.debug',
  watch: 'lambdaWorkbench.watch',
  stopWatching: 'lambdaWorkbench.stopWatching',
  newTestEvent: 'lambdaWorkbench.newTestEvent',
  deploy: 'lambdaWorkbench.deploy',
  changeTarget: 'lambdaWorkbench.changeTarget',
  invokeDeployed: 'lambdaWorkbench.invokeDeployed',
  removeDeployed: 'lambdaWorkbench.removeDeployed',
  openCloudTerminal: 'lambdaWorkbench.openCloudTerminal',
  copyInvokeCommand: 'lambdaWorkbench.copyInvokeCommand',
  startApi: 'lambdaWorkbench.startApi',
  debugApi: 'lambdaWorkbench.debugApi',
  stopApi: 'lambdaWorkbench.stopApi',
  openApi: 'lambdaWorkbench.openApi',
  copyApiUrl: 'lambdaWorkbench.copyApiUrl',
  copyCurl: 'lambdaWorkbench.copyCurl',
  sendRequest: 'lambdaWorkbench.sendRequest',
  sendMessage: 'lambdaWorkbench.sendMessage',
  fireSchedule: 'lambdaWorkbench.fireSchedule',
  newRouteEvent: 'lambdaWorkbench.newRouteEvent',
  showLogs: 'lambdaWorkbench.showLogs',
  clearLogs: 'lambdaWorkbench.clearLogs',
  showLogChannel: 'lambdaWorkbench.showLogChannel',
  showFindingHelp: 'lambdaWorkbench.showFindingHelp',
} as const;

export const views = {
  /** Tree in the activity bar's container. */
  functions: 'lambdaWorkbench.functions',
  /** Webview in the bottom panel. */
  panel: 'lambdaWorkbench.panel',
} as const;

export const contextKeys = {
  /** `loading`, `empty` or `found`: which welcome the functions view shows. */
  functionsState: 'lambdaWorkbench.functionsState',
  /** Paths of files that hold a handler: shows Run in their editor's title. */
  handlerFiles: 'lambdaWorkbench.handlerFiles',
  /** True while an invocation runs: shows Cancel. */
  running: 'lambdaWorkbench.running',
  /** True while an API answers on this machine: shows Stop API. */
  apiRunning: 'lambdaWorkbench.apiRunning',
  /** True while a test event is watched: shows Stop Watching. */
  watching: 'lambdaWorkbench.watching',
} as const;

/** Settings with the type and default that package.json declares. */
export interface Settings {
  'lambdaWorkbench.codeLens': boolean;
  /** Finding code -> severity, or `off`. */
  'lambdaWorkbench.findings.severity': Readonly<Record<string, string>>;
  'lambdaWorkbench.exclude': readonly string[];
  /** Absolute path of an interpreter, or empty: found on PATH. */
  'lambdaWorkbench.nodePath': string;
  'lambdaWorkbench.pythonPath': string;
  'lambdaWorkbench.rubyPath': string;
  /** Of a JDK's folder, or of its `java`. */
  'lambdaWorkbench.javaPath': string;
  'lambdaWorkbench.dotnetPath': string;
  /** Invocations at the same time, of all functions together. */
  'lambdaWorkbench.run.maxConcurrency': number;
  /** Shows functions the folders of Lambda, where the system can. */
  'lambdaWorkbench.run.strict': boolean;
  /** 0 takes a free port. */
  'lambdaWorkbench.localCloud.port': number;
  /** Of the workspace's first API, the others take the next ones; 0 takes free ones. */
  'lambdaWorkbench.api.port': number;
  'lambdaWorkbench.logs.maxLines': number;
}

export const settingDefaults: Settings = {
  'lambdaWorkbench.codeLens': true,
  'lambdaWorkbench.findings.severity': {},
  'lambdaWorkbench.exclude': defaultExclusion,
  'lambdaWorkbench.nodePath': '',
  'lambdaWorkbench.pythonPath': '',
  'lambdaWorkbench.rubyPath': '',
  'lambdaWorkbench.javaPath': '',
  'lambdaWorkbench.dotnetPath': '',
  'lambdaWorkbench.run.maxConcurrency': 1000,
  'lambdaWorkbench.run.strict': false,
  'lambdaWorkbench.localCloud.port': 0,
  'lambdaWorkbench.api.port': 0,
  'lambdaWorkbench.logs.maxLines': 50_000,
};

/** `type` of our launch configurations. */
export const debugType = 'lambda-workbench';
/** Of the sessions that debugpy serves by itself, without the Python Debugger extension. */
export const pythonDebugType = 'lambda-workbench-python';
/** Of the sessions that Delve serves. */
export const goDebugType = 'lambda-workbench-go';
/** Language of log documents; grammar in `syntaxes/`. */
export const logLanguage = 'lambda-log';
