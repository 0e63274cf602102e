import type { Build } from '../model.ts';
import { likely } from './located.ts';
import { itemsOf, type OwnProperty, type Service } from './service.ts';
import { scalarText } from './variables.ts';

/** The plug-ins that a service names. */
export interface Plugins {
  readonly names: readonly string[];
  /** Not all of them can be told. */
  readonly incomplete: boolean;
}

export function readPlugins({ root, variables }: Service): Plugins {
  const plugins = variables.get(root, 'plugins');
  const modules = variables.get(plugins, 'modules');
  const list = likely(modules) === undefined ? plugins : modules;
  const items = itemsOf(list).map((item) => variables.resolve(item));
  const names = items.flatMap((item) => itemsOf(item).map((each) => scalarText(variables.resolve(each))));
  const known = names.filter((name) => name !== undefined);
  return {
    names: known,
    incomplete: list.kind === 'unknown' || items.some(({ kind }) => kind === 'unknown') || known.length < names.length,
  };
}

/** What stands between the source and the package of a function of this runtime; undefined where the runtime isn't known. */
export function readBuild(service: Service, plugins: Plugins, own: OwnProperty, runtime: string | undefined): Build {
  if (runtime !== undefined && !runtime.startsWith('nodejs')) return { kind: 'none' };
  const bundler = plugins.names.find((name) => bundlers.test(name)) ?? configuredBundler(service);
  if (bundler !== undefined) return { kind: 'bundler', by: bundler };
  if (bundlesItself(service, own)) return { kind: 'bundler', by: 'the Serverless Framework, version 4' };
  return plugins.incomplete ? { kind: 'bundler', by: 'a plug-in of the service' } : { kind: 'none' };
}

/** All of these take the handler's module, whatever its extension, and leave the handler as it is. */
const bundlers =
  /(?:esbuild|webpack|rspack|rollup|parcel|vite|swc|babel|browserify|typescript|optimize|ncc|tsc|bun)\b|^serverless-bundle$|^serverless-plugin-bundle/;

/** Settings of a bundler whose plug-in is added in a way that can't be seen. */
function configuredBundler({ root, variables }: Service): string | undefined {
  const custom = variables.get(root, 'custom');
  const key = ['esbuild', 'webpack', 'bundle'].find((name) => likely(variables.get(custom, name)) !== undefined);
  return key === undefined ? undefined : `serverless-${key}`;
}

/** From version 4 on esbuild is part of the Framework, and takes at least what is written in TypeScript. */
function bundlesItself({ root, variables }: Service, own: OwnProperty): boolean {
  const build = variables.get(root, 'build');
  if (scalarText(variables.get(build, 'esbuild')) === 'false') return false;
  const wanted = scalarText(own('build'));
  if (wanted !== undefined) return wanted === 'esbuild';
  const version = scalarText(variables.get(root, 'frameworkVersion'));
  return likely(build) !== undefined || /^[\s^~>=v]*4/.test(version ?? '');
}

/** Why a handler isn't the name of something in the sources; undefined where nothing says so. */
export function handlerDoubt(handler: string, plugins: Plugins): string | undefined {
  if (/^(?:wsgi_handler|wsgi|serverless_wsgi)\.handler$/.test(handler)) return maker('serverless-wsgi', plugins);
  if (/^(?:rack_adapter|api_rack|rack)\.handler$/.test(handler)) return maker('serverless-rack', plugins);
  const language = languages.find((name) => plugins.names.includes(name));
  return language === undefined ? undefined : `the plug-in ${language} makes it`;
}

/** Why a runtime is none of Lambda's. */
export function runtimeDoubt(runtime: string, plugins: Plugins): string | undefined {
  const language = languages.find((name) => plugins.names.includes(name));
  if (language !== undefined && /^(?:rust|haskell)$/.test(runtime)) return `the plug-in ${language} chooses it`;
  // `./vendor/bref/bref`, as Composer installs it, or a service's own.
  const isPossible = plugins.incomplete || plugins.names.some((name) => /\bbref\b/.test(name) || name.startsWith('.'));
  return isPossible && /^php-\d/.test(runtime) ? 'the plug-in Bref replaces it' : undefined;
}

function maker(plugin: string, plugins: Plugins): string | undefined {
  return plugins.names.includes(plugin) || plugins.incomplete ? `the plug-in ${plugin} makes it` : undefined;
}

/** They compile a language and set the handler themselves. */
const languages: readonly string[] = ['serverless-rust', 'serverless-haskell'];
