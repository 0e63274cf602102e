import type { DeployTarget } from '../core/deploy/model.ts';
import { WorkbenchError } from '../core/errors.ts';
import type { CommandContext, OptionSpec } from './command.ts';

export const targetOptions: readonly OptionSpec[] = [
  { name: 'endpoint-url', value: 'URL', help: 'another endpoint: that of serve, or an emulator’s' },
  { name: 'profile', value: 'P', help: 'a profile of your AWS configuration' },
  { name: 'region', value: 'R', help: 'an AWS region (the profile’s without it)' },
];

/** The local cloud for an address on this machine, where no credentials are asked for; else AWS by the SDK's own chain. */
export function targetOf(context: CommandContext): DeployTarget {
  const endpoint = text(context, 'endpoint-url');
  const profile = text(context, 'profile');
  const region = text(context, 'region');
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    throw new WorkbenchError('arguments', `"${endpoint}" isn’t a URL.`, 'For example: --endpoint-url http://127.0.0.1:9001');
  }
  if (endpoint !== undefined && profile === undefined && isLoopback(endpoint)) return { kind: 'local-cloud', endpoint };
  return {
    kind: 'aws',
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

function isLoopback(endpoint: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
}

function text(context: CommandContext, option: string): string | undefined {
  const value = context.options[option];
  return typeof value === 'string' ? value : undefined;
}
