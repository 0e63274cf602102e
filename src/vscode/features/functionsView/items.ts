import { basename } from 'node:path';
import type { AnalysedFunction, AnalysedTemplate } from '../../../core/analysis/model.ts';
import type { Finding } from '../../../core/lint/model.ts';
import type { FunctionDefinition, Value } from '../../../core/project/model.ts';
import type { Deployment } from '../../platform/deployments.ts';
import { markdownText } from '../../platform/markdown.ts';
import type { LastRun } from '../../platform/testEvents.ts';
import { handlerPlace, type OpenPlace, templatePlace } from './places.ts';
import { ago, count, formatMs } from './wording.ts';

/** What one row shows, in no editor's terms. */
export interface Item {
  readonly label: string;
  readonly description?: string;
  readonly icon: string;
  /** Theme colour of the icon. */
  readonly iconColor?: string;
  /** Markdown. */
  readonly tooltip?: string;
  /** What the menus of package.json look at. */
  readonly contextValue: string;
  /** The row as a screen reader says it. */
  readonly spoken: string;
  readonly expanded: boolean;
  /** What a click previews. */
  readonly opens?: OpenPlace;
  readonly problems?: { readonly count: number; readonly worst: 'error' | 'other' };
}

export function folderItem(name: string): Item {
  return { label: name, icon: 'root-folder', contextValue: 'folder', spoken: `folder ${name}`, expanded: true };
}

/**
 * @param path relative to the workspace folder, with forward slashes
 * @param expanded where all functions fit on a screen or two; otherwise a person opens what is wanted
 */
export function templateItem(path: string, template: AnalysedTemplate, expanded: boolean): Item {
  const label = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const opens = templatePlace(template);
  if (template.kind === 'broken') {
    const hasFunctions = template.lastKnown !== undefined;
    const below = hasFunctions ? '\n\nBelow are its functions as they were when it could last be read.' : '';
    return {
      label,
      description: joined(folder, template.message),
      icon: 'error',
      iconColor: 'list.errorForeground',
      tooltip: `**${markdownText(path)}** can’t be read:\n\n${markdownText(template.message)}${below}`,
      contextValue: 'templateBroken',
      spoken: `template ${path}, can’t be read: ${template.message}`,
      expanded: hasFunctions,
      opens,
    };
  }
  const facts = `${formatNames[template.format]} · ${count(template.functions.length, 'function')}`;
  return {
    label,
    description: joined(folder, facts),
    icon: 'file-code',
    contextValue: 'template',
    spoken: `template ${path}, ${facts}`,
    expanded,
    opens,
  };
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

export function functionItem(fn: AnalysedFunction, findings: readonly Finding[]): Item {
  const { name } = fn.definition;
  const description = functionFacts(fn);
  const problems = count(findings.length, 'problem');
  return {
    label: name,
    description,
    icon: functionIcon(fn),
    tooltip: functionTooltip(fn, findings),
    contextValue: functionContext(fn),
    spoken: [`function ${name}`, description, ...(findings.length > 0 ? [problems] : [])].join(', '),
    expanded: false,
    opens: handlerPlace(fn),
    ...(findings.length > 0 && {
      problems: { count: findings.length, worst: findings.some(({ severity }) => severity === 'error') ? 'error' : 'other' },
    }),
  };
}

export function eventItem(path: string, lastRun: LastRun | undefined, isWatched: boolean): Item {
  const label = basename(path);
  const description = joined(isWatched ? 'watched' : 'event', lastRun === undefined ? '' : lastRunText(lastRun));
  const failed = lastRun !== undefined && lastRun.status !== 'success' && lastRun.status !== 'cancelled';
  return {
    label,
    description,
    icon: isWatched ? 'eye' : 'json',
    ...(failed && { iconColor: 'list.errorForeground' }),
    contextValue: isWatched ? 'eventWatched' : 'event',
    spoken: `test event ${label}, ${description}`,
    expanded: false,
    opens: { path },
  };
}

export function deploymentItem({ target, label, state, deployedAt }: Deployment, now: number): Item {
  const description = `${state} · deployed ${ago(now - deployedAt)}`;
  return {
    label,
    description,
    icon: target === 'local-cloud' ? 'server-process' : 'cloud',
    ...(state === 'failed' && { iconColor: 'list.errorForeground' }),
    contextValue: target === 'local-cloud' ? 'targetLocalCloud' : 'targetAws',
    spoken: `deployed to ${label}, ${description}`,
    expanded: false,
  };
}

const formatNames: Readonly<Record<FunctionDefinition['format'], string>> = {
  sam: 'SAM',
  cloudformation: 'CloudFormation',
  serverless: 'Serverless Framework',
  terraform: 'Terraform',
  cdk: 'CDK',
  sst: 'SST',
  pulumi: 'Pulumi',
};

function functionFacts({ definition: { packageType, runtime, handler } }: AnalysedFunction): string {
  if (packageType === 'Image') return 'container image';
  const facts = [runtime, handler].flatMap((value) => (value.kind === 'literal' ? [value.value] : []));
  return facts.length > 0 ? facts.join(' · ') : 'runtime set at deploy time';
}

function functionIcon({ definition: { packageType, code } }: AnalysedFunction): string {
  if (packageType === 'Image') return 'package';
  return code.kind === 'inline' ? 'symbol-snippet' : 'symbol-function';
}

function functionContext({ definition, resolution }: AnalysedFunction): string {
  if (definition.packageType === 'Image') return 'functionImage';
  return { resolved: 'function', unresolved: 'functionUnresolved', unknown: 'functionUnknown' }[resolution.kind];
}

function functionTooltip({ definition, resolution }: AnalysedFunction, findings: readonly Finding[]): string {
  const { name, logicalId, code, memoryMb, timeoutSeconds } = definition;
  const title = name === logicalId ? `**${markdownText(name)}**` : `**${markdownText(name)}** (${markdownText(logicalId)})`;
  const facts = [
    `Runtime: ${valueText(definition.runtime, 'none')}`,
    `Handler: ${valueText(definition.handler, 'none')}`,
    `Code: ${codeText(code)}`,
    `Timeout: ${valueText(timeoutSeconds, '3')} s`,
    `Memory: ${valueText(memoryMb, '128')} MB`,
  ];
  const unknown = resolution.kind === 'unknown' ? [`Handler not checked: ${markdownText(resolution.reason)}`] : [];
  return [title, facts.map((fact) => `- ${fact}`).join('\n'), ...unknown, ...findings.map(({ message }) => markdownText(message))].join(
    '\n\n',
  );
}

function valueText(value: Value<string | number>, whenAbsent: string): string {
  switch (value.kind) {
    case 'literal':
      return `\`${String(value.value).replaceAll('`', "'")}\``;
    case 'absent':
      return whenAbsent;
    case 'unknown':
      return `can’t be told (${markdownText(value.reason)})`;
  }
}

function codeText(code: AnalysedFunction['definition']['code']): string {
  switch (code.kind) {
    case 'directory':
    case 'archive':
      return `\`${code.path}\``;
    case 'inline':
      return 'in the template';
    case 'files':
      return code.files.map(({ name }) => `\`${name}\``).join(', ');
    case 'image':
      return 'a container image';
    case 'unknown':
      return `can’t be told (${markdownText(code.reason)})`;
  }
}

function lastRunText({ durationMs, status }: LastRun): string {
  if (status === 'success') return `last run ${formatMs(durationMs)}`;
  const outcomes = { error: 'failed', timeout: 'timed out', 'init-error': 'failed to start', cancelled: 'was cancelled' } as const;
  return `last run ${outcomes[status]}`;
}
