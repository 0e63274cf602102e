import type { SyntaxNode } from '../../../syntax/index.ts';
import type { ProgramBuilder } from '../builder.ts';

/**
 * What an import of Java, C# or Go brings. Where it brings all names of a package, those of the CDK that matter are brought one by
 * one: which package a name is from can't be told otherwise.
 */
export function readTypedImport(node: SyntaxNode, builder: ProgramBuilder): void {
  if (node.type === 'import_declaration') javaImport(node, builder);
  else if (node.type === 'using_directive') usingDirective(node, builder);
  else goImport(node, builder);
}

function javaImport(node: SyntaxNode, builder: ProgramBuilder): void {
  const name = compact(node.namedChildren.find((child) => child.type === 'scoped_identifier'));
  if (node.namedChildren.some((child) => child.type === 'asterisk')) bringAll(name, builder);
  else {
    const dot = name.lastIndexOf('.');
    builder.import(name.slice(dot + 1), name.slice(0, dot), name.slice(dot + 1));
  }
}

function usingDirective(node: SyntaxNode, builder: ProgramBuilder): void {
  const alias = node.childForFieldName('name');
  const name = compact(node.lastNamedChild ?? undefined);
  if (alias === null) bringAll(name, builder);
  else if (/(?:^|\.)[A-Z]\w*Function$|\.Code$|\.Runtime$/.test(name)) {
    const dot = name.lastIndexOf('.');
    builder.import(alias.text, name.slice(0, dot), name.slice(dot + 1));
  } else builder.import(alias.text, name, '*');
}

function goImport(node: SyntaxNode, builder: ProgramBuilder): void {
  const path = (node.childForFieldName('path')?.text ?? '').slice(1, -1);
  const [last = '', before = ''] = path.split('/').reverse();
  const name = node.childForFieldName('name')?.text ?? (/^v\d+$/.test(last) ? before : last).replace(/-runtime-go$/, '');
  builder.import(name, path, '*');
}

/** The names that packages of the CDK and of Pulumi have, by how the package's name ends. */
const NAMES: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\.lambda$/i,
    'Function FunctionProps CfnFunction DockerImageFunction SingletonFunction Runtime Code AssetCode InlineCode S3Code DockerImageCode Architecture'.split(
      ' ',
    ),
  ],
  [/\.lambda\.nodejs$/i, ['NodejsFunction', 'NodejsFunctionProps']],
  [/\.lambda\.python(?:\.alpha)?$/i, ['PythonFunction', 'PythonFunctionProps']],
  [/\.lambda\.go(?:\.alpha)?$/i, ['GoFunction', 'GoFunctionProps']],
  [/(?:awscdk|\.cdk)(?:\.core)?$/i, ['Duration', 'Size']],
  [/^Pulumi$|^com\.pulumi\.asset$/, ['FileArchive', 'FileAsset', 'AssetArchive', 'StringAsset', 'RemoteArchive']],
];

function bringAll(from: string, builder: ProgramBuilder): void {
  if (!/awscdk|Amazon\.CDK|^Pulumi(?:\.Aws|$)|^com\.pulumi\./.test(from)) return;
  for (const [pattern, names] of NAMES) if (pattern.test(from)) for (const name of names) builder.import(name, from, name);
}

function compact(node: SyntaxNode | undefined): string {
  return node?.text.replace(/\s+/g, '') ?? '';
}
