import type { RuntimeCase } from './case.ts';

/** Functions of one folder, for Lambda's Python runtimes. */
export const PYTHON_FILES: Readonly<Record<string, string>> = {
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
def nested(e, c): return {"a": [decimal.Decimal("1.10"), '"', {"b": decimal.Decimal("-2E+3")}], "c": (1.5, None, True)}
def circle(e, c):
    e["e"] = e
    return e
def nan(e, c): return float("nan")
def bytes_(e, c): return b"raw"
def set_(e, c): return {1}
async def coroutine(e, c): return 1
def generator(e, c): yield 1
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
def members(e, c): return " ".join(sorted(name for name in dir(c) if not name.startswith("_")))
def probe(e, c): return [os.environ["TZ"], os.getcwd() == os.environ["LAMBDA_TASK_ROOT"], sys.path[0] == os.getcwd()]
`,
  'sub/mod.py': `def h(e, c): return "OK"`,
  'nopkg/mod.py': `def h(e, c): return "OK"`,
  'my-mod.py': `def h(e, c): return "OK"`,
  'missing.py': `import no_such_mod`,
  'syntax.py': `def h(e, c)\n  return 1`,
  'indent.py': `def h(e, c):\nreturn 1`,
  'raises.py': `raise RuntimeError("init boom")`,
  'nameerror.py': `undefined_name`,
  'exit4.py': `import sys\nsys.exit(4)`,
  'sys.py': `def h(e, c): return 1`,
};

/** Events, and what is left of them after a way through Python. */
const ECHOES: readonly (readonly [event: string, expected: string])[] = [
  [' \n{ "a" : [1.50, -0, 1E3, true, null] }\t\r\n', '{"a": [1.5, 0, 1000.0, true, null]}'],
  ['{"a":1,"b":2,"a":3}', '{"a": 3, "b": 2}'],
  ['"a\\u0041\\/\\\\"', '"aA/\\\\"'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
];

const EXIT = 'Runtime.ExitError: Error: Runtime exited';
const MARSHAL = 'ERROR Runtime.MarshalError: Unable to marshal response: Object of type';

/** Recorded from the runtime's own client: lambda.md, 7.3, whose order it keeps. `minor` is the version that runs them. */
export function pythonCases(minor: number): readonly RuntimeCase[] {
  const expectedColon = minor >= 10 ? "expected ':'" : 'invalid syntax';
  return [
    { handler: 'core.echo', expected: '{"k": 1}' },
    { handler: 'sub.mod.h', expected: '"OK"' },
    { handler: 'sub/mod.h', expected: '"OK"' },
    { handler: 'nopkg/mod.h', expected: '"OK"' },
    { handler: 'nopkg.mod.h', expected: '"OK"' },
    { handler: 'my-mod.h', expected: '"OK"' },
    {
      handler: 'core.N.h',
      expected: "INIT Runtime.ImportModuleError: Unable to import module 'core.N': No module named 'core.N'; 'core' is not a package",
    },
    {
      handler: 'core',
      expected: "INIT Runtime.MalformedHandlerName: Bad handler 'core': not enough values to unpack (expected 2, got 1)",
    },
    { handler: '', expected: "INIT Runtime.MalformedHandlerName: Bad handler '': not enough values to unpack (expected 2, got 1)" },
    { handler: 'core.', expected: "INIT Runtime.HandlerNotFound: Handler '' missing on module 'core'" },
    { handler: 'core.missing', expected: "INIT Runtime.HandlerNotFound: Handler 'missing' missing on module 'core'" },
    { handler: '.echo', expected: 'INIT ValueError: Empty module name' },
    { handler: 'core.notfn', expected: "ERROR TypeError: 'int' object is not callable" },
    { handler: 'missing.h', expected: "INIT Runtime.ImportModuleError: Unable to import module 'missing': No module named 'no_such_mod'" },
    {
      handler: 'nomod.h',
      expected: "INIT Runtime.ImportModuleError: Unable to import module 'nomod': No module named 'nomod'",
    },
    {
      handler: 'syntax.h',
      expected: `INIT Runtime.UserCodeSyntaxError: Syntax error in module 'syntax': ${expectedColon} (syntax.py, line 1)`,
    },
    { handler: 'indent.h', expected: "INIT Runtime.UserCodeSyntaxError: Syntax error in module 'indent': expected an indented block" },
    { handler: 'raises.h', expected: 'INIT RuntimeError: init boom' },
    { handler: 'nameerror.h', expected: "INIT NameError: name 'undefined_name' is not defined" },
    { handler: 'exit4.h', expected: `INIT ${EXIT} with error: exit status 4` },
    { handler: 'sys.h', expected: 'INIT Runtime.BuiltInModuleConflict: Cannot use built-in module sys as a handler module' },
    { handler: '../x.h', expected: "INIT TypeError: the 'package' argument is required" },
    { handler: 'core.none', expected: 'null' },
    { handler: 'core.tuple_', expected: '[1, 2]' },
    { handler: 'core.keys', expected: '{"1": 2}' },
    { handler: 'core.dec', expected: '1.10' },
    { handler: 'core.nested', expected: '{"a": [1.10, "\\"", {"b": -2E+3}], "c": [1.5, null, true]}' },
    { handler: 'core.circle', expected: 'ERROR Runtime.MarshalError: Unable to marshal response: Circular reference detected' },
    { handler: 'core.nan', expected: 'NaN' },
    ...ECHOES.map(([event, expected]): RuntimeCase => ({ handler: 'core.echo', event, expected })),
    { handler: 'core.bytes_', expected: 'raw', contentType: 'application/unknown' },
    { handler: 'core.set_', expected: `${MARSHAL} set is not JSON serializable` },
    {
      handler: 'core.coroutine',
      expected: `${MARSHAL} coroutine is not JSON serializable`,
      client: { why: 'Python warns of what was never awaited, with the place in the client' },
    },
    { handler: 'core.generator', expected: `${MARSHAL} generator is not JSON serializable` },
    { handler: 'core.text', expected: minor >= 12 ? '"é"' : '"\\u00e9"' },
    { handler: 'core.value_error', expected: 'ERROR ValueError: boom' },
    { handler: 'core.key_error', expected: "ERROR KeyError: 'k'" },
    { handler: 'core.empty', expected: 'ERROR Exception: ' },
    { handler: 'core.exit0', expected: `ERROR ${EXIT} without providing a reason` },
    { handler: 'core.exit3', expected: `ERROR ${EXIT} with error: exit status 3` },
    { handler: 'core.os_exit', expected: `ERROR ${EXIT} with error: exit status 5` },
    { handler: 'core.one', expected: 'ERROR TypeError: one() takes 1 positional argument but 2 were given' },
    {
      handler: 'core.echo',
      event: '{bad',
      expected: 'ERROR Runtime.UnmarshalError: Unable to unmarshal input: Expecting property name enclosed in double quotes',
      client: {
        expected: 'ERROR Runtime.UnmarshalError: Unable to unmarshal input: Expecting property name enclosed in double quotes',
        why: 'it reads JSON with simplejson, whose words go on otherwise',
      },
    },
    {
      handler: 'core.echo',
      event: '[1] x',
      expected: 'ERROR Runtime.UnmarshalError: Unable to unmarshal input: Extra data: line 1 column 5 (char 4)',
      client: {
        expected: 'ERROR Runtime.UnmarshalError: Unable to unmarshal input: Extra data: line 1 column 5',
        why: 'simplejson says how far it goes, too',
      },
    },
    { handler: 'core.echo', event: '', expected: 'ERROR Runtime.UnmarshalError: Unable to unmarshal input: ' },
    {
      handler: 'core.big',
      expected: 'ERROR Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size',
      client: { why: 'it ends with a complaint of the refusal' },
    },
    { handler: 'core.context', expected: '["shop", "256", null, null]' },
    {
      handler: 'core.members',
      expected:
        '"aws_request_id client_context function_name function_version get_remaining_time_in_millis identity invoked_function_arn log ' +
        'log_group_name log_stream_name memory_limit_in_mb tenant_id"',
    },
    { handler: 'core.probe', expected: process.platform === 'win32' ? '["UTC", true, true]' : '[":UTC", true, true]' },
  ];
}
