import type { ProgramValue, SymbolValue } from '../program/index.ts';

/** A name of Pulumi's AWS packages or of Pulumi itself, in one spelling: `aws.lambda.Function`, `native.lambda.Function`, `FileArchive`. */
export function pulumiName({ from, path }: SymbolValue): string | undefined {
  const names = [...inside(from), ...(path[0] === 'default' ? path.slice(1) : path)].map((name) => name.replace(/_$/, ''));
  if (/^(?:@pulumi\/|pulumi_)aws[-_]native/.test(from)) return `native.${names.join('.')}`;
  if (/^(?:@pulumi\/|pulumi_)aws(?:[/.]|$)/.test(from)) return `aws.${names.join('.')}`;
  return /^(?:@pulumi\/pulumi|pulumi)(?:[/.]|$)/.test(from) ? names.filter((name) => name !== 'asset').join('.') : undefined;
}

export function pulumiCallee(value: ProgramValue | undefined): string | undefined {
  return value?.kind === 'call' && value.callee.kind === 'symbol' ? pulumiName(value.callee) : undefined;
}

/** What an import names below its package: `@pulumi/aws/lambda`, `pulumi_aws.lambda_`. */
function inside(from: string): readonly string[] {
  const parts = from.startsWith('@') ? from.split('/').slice(2) : from.split('.').slice(1);
  return parts.filter((part) => part !== 'lib' && part !== 'index');
}
