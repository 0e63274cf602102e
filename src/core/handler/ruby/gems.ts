import { join } from 'node:path';
import type { HandlerContext } from '../context.ts';
import { upwards } from '../search/project.ts';

/** Names of the gems that the nearest Gemfile asks for; undefined where there is none. */
export type Gems = ReadonlySet<string> | undefined;

/** Ruby's own libraries that functions load. */
const STANDARD = new Set(
  'abbrev base64 benchmark bigdecimal cgi coverage csv date delegate did_you_mean digest drb English erb etc fcntl fiddle fileutils find forwardable getoptlong io ipaddr irb json logger matrix monitor mutex_m net nkf objspace observer open-uri open3 openssl optparse ostruct pathname pp prettyprint prime pstore psych pty racc rbconfig readline resolv ripper rubygems securerandom set shellwords singleton socket stringio strscan syslog tempfile thread time timeout tmpdir tsort un uri weakref yaml zlib bundler'.split(
    ' ',
  ),
);

/** Layers' libraries that only watch, and give no object a method. */
const WATCHING = /^(?:datadog|ddtrace|newrelic_rpm|opentelemetry|sentry-ruby|rollbar|honeybadger|aws_lambda_ric)(?:$|[/-])/;

/** Libraries that put handlers of their own before the code, or define methods that every object has. */
const FRAMEWORK = /lambda|lamby|jets|sinatra|rails|hanami|roda|grape|yake|serverless|handler|zeitwerk/i;

export async function readGems(root: string, folder: string, context: HandlerContext): Promise<Gems> {
  for (const current of upwards(root, folder)) {
    const text = await context.files.readText(join(current, 'Gemfile'));
    if (text !== undefined) return new Set([...text.matchAll(/^\s*gem[\s(]+['"]([^'"]+)['"]/gm)].map(([, name = '']) => name));
  }
  return undefined;
}

/**
 * Why libraries may define a method that every object has, in words. Those of Ruby, of AWS and of the Gemfile don't do that,
 * frameworks aside; what is in none of them may be anything, such as a layer's own code.
 */
export function gemReason(libraries: readonly string[], gems: Gems): string | undefined {
  return reasonOf(libraries.find((name) => mayBeAnything(name) && (FRAMEWORK.test(name) || !isListed(name, gems))));
}

/** The same of frameworks alone. */
export function frameworkReason(libraries: readonly string[]): string | undefined {
  return reasonOf(libraries.find((name) => mayBeAnything(name) && FRAMEWORK.test(name)));
}

function reasonOf(library: string | undefined): string | undefined {
  return library === undefined ? undefined : `it loads ${library}, which isn’t in the sources`;
}

function mayBeAnything(library: string): boolean {
  const [first = ''] = library.split('/');
  return !STANDARD.has(first) && !WATCHING.test(library) && !/^aws-(?:sdk|record|sigv4|xray)/.test(library);
}

function isListed(name: string, gems: Gems): boolean {
  if (gems === undefined) return false;
  const [first = ''] = name.split('/');
  // `line/bot` of line-bot-api, `active_support` of activesupport.
  const wanted = lettersOf(name);
  return [...gems].some(
    (gem) => gem === first || lettersOf(gem) === lettersOf(first) || (wanted.length > 3 && lettersOf(gem).startsWith(wanted)),
  );
}

function lettersOf(name: string): string {
  return name.replace(/[-_/]/g, '');
}
