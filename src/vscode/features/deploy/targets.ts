import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';

/** Where a function is to be deployed to, as remembered: the local cloud's address changes with each start, so it isn't kept. */
export type TargetChoice = { readonly kind: 'local-cloud' } | { readonly kind: 'aws'; readonly profile?: string; readonly region?: string };

/** The target of each function: picked once, then remembered in the workspace. */
export interface Targets {
  remembered(fn: AnalysedFunction): TargetChoice | undefined;
  /** Asks where nothing is remembered. */
  of(fn: AnalysedFunction): Promise<TargetChoice | undefined>;
  change(fn: AnalysedFunction): Promise<TargetChoice | undefined>;
}

export function createTargets(state: vscode.Memento): Targets {
  const key = (fn: AnalysedFunction) => `target:${fn.definition.folder}:${fn.definition.id}`;
  const remembered = (fn: AnalysedFunction) => state.get<TargetChoice>(key(fn));
  async function change(fn: AnalysedFunction): Promise<TargetChoice | undefined> {
    const choice = await pickTarget(fn);
    if (choice !== undefined) await state.update(key(fn), choice);
    return choice;
  }
  return { remembered, change, of: async (fn) => remembered(fn) ?? (await change(fn)) };
}

/** `local cloud`, `eu-west-1`, `eu-west-1 (profile dev)`. */
export function targetLabel(target: TargetChoice): string {
  if (target.kind === 'local-cloud') return 'local cloud';
  const region = target.region ?? 'AWS';
  return target.profile === undefined ? region : `${region} (profile ${target.profile})`;
}

async function pickTarget(fn: AnalysedFunction): Promise<TargetChoice | undefined> {
  const choice = await vscode.window.showQuickPick(
    [
      { label: '$(server-process) Local cloud', description: 'on this machine; no account needed', kind_: 'local-cloud' as const },
      { label: '$(cloud) AWS', description: 'with a profile of your AWS configuration', kind_: 'aws' as const },
    ],
    { title: `Deploy ${fn.definition.name} to`, placeHolder: 'Remembered for this function; "Change Deploy Target…" asks again' },
  );
  if (choice === undefined) return undefined;
  return choice.kind_ === 'local-cloud' ? { kind: 'local-cloud' } : pickAws(fn);
}

async function pickAws(fn: AnalysedFunction): Promise<TargetChoice | undefined> {
  const { readAwsProfiles } = await import('../../../node/awsProfiles.ts');
  const profiles = await readAwsProfiles();
  const fromEnvironment = {
    label: 'From the environment',
    description: 'AWS_PROFILE, AWS_ACCESS_KEY_ID, or the default profile',
    profile: undefined,
    region: undefined,
  };
  const profile = await vscode.window.showQuickPick(
    [fromEnvironment, ...profiles.map(({ name, region }) => ({ label: name, description: region ?? '', profile: name, region }))],
    { title: `Deploy ${fn.definition.name} with which profile?` },
  );
  if (profile === undefined) return undefined;
  const region = await vscode.window.showInputBox({
    title: `Deploy ${fn.definition.name} to which region?`,
    prompt: 'Empty: the one that the profile or the environment names',
    value: profile.region ?? '',
    validateInput: (value) =>
      value === '' || /^[a-z]{2}(-[a-z]+)+-\d+$/.test(value) ? undefined : `"${value}" isn’t a region’s name, such as eu-west-1.`,
  });
  if (region === undefined) return undefined;
  return { kind: 'aws', ...(profile.profile === undefined ? {} : { profile: profile.profile }), ...(region === '' ? {} : { region }) };
}
