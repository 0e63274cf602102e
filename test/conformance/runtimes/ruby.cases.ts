import type { Version } from '../../../src/core/runner/runtimes/model.ts';
import type { RuntimeCase } from './case.ts';

/** Functions of one folder, for Lambda's Ruby runtimes. */
export const RUBY_FILES: Readonly<Record<string, string>> = {
  'core.rb': `
require 'stringio'
def echo(event:, context:) = event
class Top
  def self.h(event:, context:) = 'OK'
end
module Foo
  class Bar
    def self.h(event:, context:) = 'OK'
  end
end
def nothing(event:, context:) = nil
def text(event:, context:) = 'é'
def symbols(event:, context:) = { a: :b, 1 => [2.5] }
def nan(event:, context:) = Float::NAN
def missing_method(event:, context:) = nil.foo
def missing_name(event:, context:) = no_such_thing
def argument(event:, context:) = raise(ArgumentError, 'bad argument')
def runtime(event:, context:) = raise('boom')
def inner = raise('deep')
def outer(event:, context:) = inner
class MyErr < StandardError; end
def custom(event:, context:) = raise(MyErr, 'mine')
def leave(event:, context:) = exit(3)
def leave_at_once(event:, context:) = exit!(3)
def raw(event:, context:) = StringIO.new("a\\nb")
def big(event:, context:) = 'x' * (7 * 1024 * 1024)
def gems(event:, context:) = [defined?(Gem), $LOADED_FEATURES.grep(/rubygems/).size, Gem::VERSION.size > 3, require('bundler') ? 'Bundler' : nil]
def context(event:, context:)
  [context.function_name, context.function_version, context.memory_limit_in_mb, context.invoked_function_arn, context.identity,
   context.client_context, context.log_group_name, context.tenant_id, context.get_remaining_time_in_millis.between?(1, 10_000),
   context.deadline_ms > 0, context.aws_request_id.size, context.log_stream_name.size > 20]
end
def probe(event:, context:)
  [ENV['TZ'], Dir.pwd == ENV['LAMBDA_TASK_ROOT'], ENV.key?('_X_AMZN_TRACE_ID'), Encoding.default_external.to_s, ENV.key?('_LAMBDA_TELEMETRY_LOG_FD')]
end
def say(event:, context:)
  require 'logger'
  puts 'two', 'lines'
  print 'par'
  print "tial\\n"
  $stdout.puts 'direct'
  warn 'warned'
  p({ a: 1 })
  Logger.new($stdout).info('logged')
  $stdout.write('unfinished')
end
`,
  'sub/mod.rb': `def sh(event:, context:) = 'OK'`,
  'missing.rb': `require 'no_such_gem'`,
  'syntax.rb': `def h(event:, context:)\n  1 +`,
  'raises.rb': `raise 'init boom'`,
  'leaves.rb': `exit! 4`,
};

const EXIT = 'Runtime.ExitError: Error: Runtime exited with error: exit status';

/** Recorded from the runtime's own client: lambda.md, 7.4, rows 92 to 97. `version`: of what runs them. */
export function rubyCases(version: Version): readonly RuntimeCase[] {
  const quote = isNewer(version) ? "'" : '`';
  return [
    { handler: 'core.echo', expected: '{"k":1}' },
    { handler: 'core.echo', event: '"é"', expected: '"é"' },
    { handler: 'core.Top.h', expected: '"OK"' },
    { handler: 'core.Foo::Bar.h', expected: '"OK"' },
    { handler: 'sub/mod.sh', expected: '"OK"' },
    { handler: 'core.nothing', expected: 'null' },
    { handler: 'core.text', expected: '"é"' },
    { handler: 'core.symbols', expected: '{"a":"b","1":[2.5]}' },
    {
      handler: 'core',
      expected: 'INIT Init<ArgumentError>: Invalid handler ["core"], must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD',
    },
    { handler: 'a.b.c.d', expected: 'INIT Init<ArgumentError>: Invalid handler ["a", "b", "c", "d"], must be of form' },
    { handler: '', expected: 'INIT Init<ArgumentError>: Invalid handler []' },
    { handler: 'nowhere.h', expected: 'INIT Init<LoadError>: cannot load such file -- nowhere' },
    { handler: 'missing.h', expected: 'INIT Init<LoadError>: cannot load such file -- no_such_gem' },
    { handler: 'syntax.h', expected: 'INIT Init<SyntaxError>: ' },
    { handler: 'raises.h', expected: 'INIT Init<RuntimeError>: init boom' },
    { handler: 'leaves.h', expected: `INIT ${EXIT} 4` },
    { handler: 'core.nowhere', expected: `ERROR Function<NoMethodError>: undefined method ${quote}nowhere' for` },
    { handler: 'core.Nowhere.h', expected: 'ERROR Function<NameError>: uninitialized constant' },
    { handler: 'core.missing_method', expected: `ERROR Function<NoMethodError>: undefined method ${quote}foo' for nil` },
    { handler: 'core.missing_name', expected: 'ERROR Function<NameError>: undefined local variable or method' },
    { handler: 'core.argument', expected: 'ERROR Function<ArgumentError>: bad argument' },
    { handler: 'core.runtime', expected: 'ERROR Function<RuntimeError>: boom' },
    { handler: 'core.custom', expected: 'ERROR Function<MyErr>: mine' },
    { handler: 'core.nan', expected: 'ERROR Function<JSON::GeneratorError>: ' },
    { handler: 'core.leave', expected: 'ERROR Function<SystemExit>: exit' },
    { handler: 'core.leave_at_once', expected: `ERROR ${EXIT} 3` },
    { handler: 'core.raw', expected: 'a\nb', contentType: 'application/unknown' },
    { handler: 'core.big', expected: 'ERROR Function.ResponseSizeTooLarge: ' },
    { handler: 'core.echo', event: '{bad', expected: `ERROR ${EXIT} 252` },
  ];
}

/** A hash as `p` shows it. */
export function shownHash(version: Version): string {
  return isNewer(version) ? '{a: 1}' : '{:a=>1}';
}

/** Ruby 3.4 has other quotes, and another way to write hashes. */
function isNewer({ major, minor }: Version): boolean {
  return major > 3 || minor >= 4;
}
