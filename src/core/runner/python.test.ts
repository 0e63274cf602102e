import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, summary, textOf } from './testing.ts';

/** Cases of Lambda's Python runtime, recorded from the runtime's own client: see lambda.md, 7.3. */
const FILES = {
  'core.py': `
import decimal, os, sys
def echo(event, context): return event
class N:
    @staticmethod
    def h(event, context): return 1
notfn = 7
def none(e, c): return None
def tuple_(e, c): return (1, 2)
def keys(e, c): return {1: 2}
def dec(e, c): return decimal.Decimal("1.10")
def nan(e, c): return float("nan")
def bytes_(e, c): return b"raw"
def set_(e, c): return {1}
async def coroutine(e, c): return 1
def text(e, c): return "\\u00e9"
def value_error(e, c): raise ValueError("boom")
def outer(e, c): value_error(e, c)
def key_error(e, c): return {}["k"]
def empty(e, c): raise Exception()
def exit0(e, c): sys.exit(0)
def exit3(e, c): sys.exit(3)
def os_exit(e, c): os._exit(5)
def one(e): return 1
def big(e, c): return "x" * (7 * 1024 * 1024)
def context(e, c): return [c.function_name, c.memory_limit_in_mb, c.identity.cognito_identity_id, c.client_context and c.client_context.custom]
def probe(e, c): return [os.environ["TZ"], os.getcwd() == os.environ["LAMBDA_TASK_ROOT"], sys.path[0] == os.getcwd()]
`,
  'sub/mod.py': `def h(e, c): return "OK"`,
  'nopkg/mod.py': `def h(e, c): return "OK"`,
  'my-mod.py': `def h(e, c): return "OK"`,
  'missing.py': `import no_such_mod`,
  'syntax.py': `def h(e, c)\n  return 1`,
  'raises.py': `raise RuntimeError("init boom")`,
  'nameerror.py': `undefined_name`,
  'exit4.py': `import sys\nsys.exit(4)`,
  'sys.py': `def h(e, c): return 1`,
};

const CASES: readonly (readonly [handler: string, expected: string, event?: string])[] = [
  ['core.echo', '{"k": 1}'],
  ['core.echo', 'ERROR Runtime.UnmarshalError: Unable to unmarshal input: ', '{bad'],
  ['sub.mod.h', '"OK"'],
  ['sub/mod.h', '"OK"'],
  ['nopkg/mod.h', '"OK"'],
  ['my-mod.h', '"OK"'],
  ['core.N.h', "INIT Runtime.ImportModuleError: Unable to import module 'core.N': No module named 'core.N'; 'core' is not a package"],
  ['core', "INIT Runtime.MalformedHandlerName: Bad handler 'core': not enough values to unpack (expected 2, got 1)"],
  ['', 'INIT Runtime.MalformedHandlerName: Bad handler'],
  ['core.', "INIT Runtime.HandlerNotFound: Handler '' missing on module 'core'"],
  ['core.missing', "INIT Runtime.HandlerNotFound: Handler 'missing' missing on module 'core'"],
  ['.echo', 'INIT ValueError: Empty module name'],
  ['core.notfn', "ERROR TypeError: 'int' object is not callable"],
  ['missing.h', "INIT Runtime.ImportModuleError: Unable to import module 'missing': No module named 'no_such_mod'"],
  ['syntax.h', "INIT Runtime.UserCodeSyntaxError: Syntax error in module 'syntax': expected ':' (syntax.py, line 1)"],
  ['raises.h', 'INIT RuntimeError: init boom'],
  ['nameerror.h', "INIT NameError: name 'undefined_name' is not defined"],
  ['exit4.h', 'INIT Runtime.ExitError: Error: Runtime exited with error: exit status 4'],
  ['sys.h', 'INIT Runtime.BuiltInModuleConflict: '],
  ['../x.h', "INIT TypeError: the 'package' argument is required"],
  ['core.none', 'null'],
  ['core.tuple_', '[1, 2]'],
  ['core.keys', '{"1": 2}'],
  ['core.dec', '1.10'],
  ['core.nan', 'NaN'],
  ['core.bytes_', 'raw'],
  ['core.set_', 'ERROR Runtime.MarshalError: Unable to marshal response: Object of type set is not JSON serializable'],
  ['core.coroutine', 'ERROR Runtime.MarshalError: Unable to marshal response: Object of type coroutine is not JSON serializable'],
  ['core.value_error', 'ERROR ValueError: boom'],
  ['core.key_error', "ERROR KeyError: 'k'"],
  ['core.empty', 'ERROR Exception: '],
  ['core.exit0', 'ERROR Runtime.ExitError: Error: Runtime exited without providing a reason'],
  ['core.exit3', 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 3'],
  ['core.os_exit', 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 5'],
  ['core.one', 'ERROR TypeError: one() takes 1 positional argument but 2 were given'],
  ['core.big', 'ERROR Function.ResponseSizeTooLarge: '],
  ['core.context', '["shop", "256", null, null]'],
  ['core.probe', process.platform === 'win32' ? '["UTC", true, true]' : '[":UTC", true, true]'],
];

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(FILES);
});
afterAll(() => bench.end());

for (const [handler, expected, event] of CASES) {
  test(`${handler || '(empty)'} ${event ?? ''}`, async () => {
    const said = summary(await bench.invoke(handler, 'python3.11', event));
    expect(/^(ERROR|INIT) /.test(expected) ? said.slice(0, expected.length) : said).toBe(expected);
    bench.runner.retire('shop');
  });
}

test('text is escaped before Python 3.12 and plain since', async () => {
  expect(textOf((await bench.invoke('core.text', 'python3.11')).payload)).toBe('"\\u00e9"');
  expect(textOf((await bench.invoke('core.text', 'python3.12')).payload)).toBe('"é"');
});

test('a client context reaches the handler; one that is no JSON is its error', async () => {
  const good = await bench.invoke('core.context', 'python3.11', '{}', {}, { clientContext: '{"custom":{"a":1}}' });
  expect(textOf(good.payload)).toBe('["shop", "256", null, {"a": 1}]');
  const bad = await bench.invoke('core.context', 'python3.11', '{}', {}, { clientContext: '{bad' });
  expect(bad.error?.errorType).toBe('Runtime.LambdaContextUnmarshalError');
});

test('an error’s stack begins where it was raised, and has none of the bootstrap’s frames', async () => {
  const { error } = await bench.invoke('core.outer', 'python3.11');
  expect(error?.stack.map((frame) => /core\.py", line \d+, in (\w+)/.exec(frame)?.[1])).toEqual(['value_error', 'outer']);
});
