/**
 * Stands in for the SDK of .NET, which no registry here has: `publish` compiles a project's C# with Mono's compiler against the real
 * runtime, and puts it where the SDK would, with the two files that .NET starts an assembly by.
 * `node sdk.cjs RUNTIME publish PROJECT … -o FOLDER`, RUNTIME being the folder of Microsoft.NETCore.App.
 */
const { execFileSync } = require('node:child_process');
const { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');

const [runtime, , project, ...options] = process.argv.slice(2);
const output = options[options.indexOf('-o') + 1];
const text = readFileSync(project, 'utf8');
const property = (name) => new RegExp(`<${name}>([^<$]*)<`).exec(text)?.[1];
const assembly = property('AssemblyName') ?? basename(project, '.csproj');
const version = options.join(' ').includes('LauncherTarget=netcoreapp2')
  ? '2.1'
  : (property('TargetFramework') ?? 'netcoreapp3.1').slice(-3);
mkdirSync(output, { recursive: true });

/** Of the runtime, what the tests' sources use: reading all of it takes a second. */
const FRAMEWORK = [
  'Private.CoreLib',
  'Private.Uri',
  'Runtime',
  'Console',
  'Net.Http',
  'Linq',
  'Runtime.Loader',
  'Runtime.Extensions',
  'IO.FileSystem',
];

/** `<PackageReference Include="Amazon.Lambda.RuntimeSupport"/>` is our own small client; a project's references are compiled with it. */
const references = [];
if (text.includes('Include="Amazon.Lambda.RuntimeSupport"'))
  references.push(compile(join(__dirname, 'client'), 'Amazon.Lambda.RuntimeSupport', true, []));
for (const [, path] of text.matchAll(/<ProjectReference Include="([^"]+)"/g)) {
  const other = join(dirname(project), path);
  references.push(compile(dirname(other), basename(other, '.csproj'), true, []));
}
compile(dirname(project), assembly, !text.includes('<OutputType>Exe<'), references);

const target = `.NETCoreApp,Version=v${version}`;
const names = [assembly, ...references.map((path) => basename(path, '.dll'))];
const libraries = Object.fromEntries(names.map((name) => [`${name}/1.0.0`, { runtime: { [`${name}.dll`]: {} } }]));
const dependencies = {
  runtimeTarget: { name: target, signature: '' },
  targets: { [target]: libraries },
  libraries: Object.fromEntries(names.map((name) => [`${name}/1.0.0`, { type: 'project', serviceable: false, sha512: '' }])),
};
const configuration = {
  runtimeOptions: {
    tfm: `${Number(version) < 5 ? 'netcoreapp' : 'net'}${version}`,
    framework: { name: 'Microsoft.NETCore.App', version: `${version}.0` },
    // Without it .NET needs a library of the system that isn't everywhere.
    configProperties: { 'System.Globalization.Invariant': true },
  },
};
writeFileSync(join(output, `${assembly}.deps.json`), JSON.stringify(dependencies));
writeFileSync(join(output, `${assembly}.runtimeconfig.json`), JSON.stringify(configuration));
if (options.includes('-p:UseAppHost=true')) {
  writeFileSync(join(output, assembly), `#!/bin/sh\nexec "$DOTNET_ROOT/dotnet" "$(dirname "$0")/${assembly}.dll"\n`);
  chmodSync(join(output, assembly), 0o755);
}

function compile(folder, name, isLibrary, others) {
  const path = join(output, `${name}.dll`);
  const sources = readdirSync(folder).filter((file) => file.endsWith('.cs'));
  const framework = FRAMEWORK.map((each) => `System.${each}.dll`);
  const all = [...framework.map((file) => join(runtime, file)), ...others].map((file) => `-r:${file}`);
  const args = ['-nostdlib', '-noconfig', '-langversion:7', `-target:${isLibrary ? 'library' : 'exe'}`, `-out:${path}`, ...all, ...sources];
  try {
    execFileSync('mcs', args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  } catch {
    process.exit(1);
  }
  return path;
}
