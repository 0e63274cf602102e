import { afterAll, describe, expect, test } from 'vitest';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn, summary } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** `expected` as `summary` writes it. A string is the text of `app.py`. */
function check(
  title: string,
  files: Readonly<Record<string, string>> | string,
  handler: string,
  expected: string,
  changes: Partial<FunctionDefinition> = {},
): void {
  test(title, async () => {
    const tree = typeof files === 'string' ? { 'app.py': files } : files;
    expect(summary(await resolveIn(tree, functionAt(handler, 'python3.13', changes), syntax))).toBe(expected);
  });
}

const fn = 'def handler(event, context):\n    pass\n';
const layered: Partial<FunctionDefinition> = {
  layers: { kind: 'literal', value: ['arn:aws:lambda:eu-west-1:1:layer:x:1'], path: '/w/template.yaml', range: functionAt('', '').range },
};

describe('the handler string', () => {
  check('no dot', fn, 'app', 'malformed -> app.handler');
  check('the function without its module', fn, 'handler', 'malformed -> app.handler');
  check('a colon for the dot', fn, 'app:handler', 'malformed -> app.handler');
  check('no module', fn, '.handler', 'malformed -> app.handler');
  check('no function', fn, 'app.', 'malformed');
  check('relative', fn, '../app.handler', 'malformed -> app.handler');
  check('a leading ./', fn, './app.handler', 'malformed -> app.handler');
  check('a module of Python itself', fn, 'sys.handler', 'malformed');
  check('a file name', fn, 'app.py', 'export-not-found -> app.handler');
  check('a slash', { 'src/app.py': fn }, 'src/app.handler', 'ok src/app.py:1');
  check('dots', { 'src/api/app.py': fn }, 'src.api.app.handler', 'ok src/api/app.py:1');
  check('a hyphen', { 'my-app.py': fn }, 'my-app.handler', 'ok my-app.py:1');
  check('a keyword', { 'lambda.py': fn }, 'lambda.handler', 'ok lambda.py:1');
  check('a package', { 'app/__init__.py': fn }, 'app.handler', 'ok app/__init__.py:1');
  check('a package wins over a module', { 'app/__init__.py': fn, 'app.py': '' }, 'app.handler', 'ok app/__init__.py:1');
  check('a namespace package', { 'app/x.py': fn }, 'app.handler', 'file-not-found');
  check('a module for a function', { 'src/app.py': fn }, 'src.app', 'file-not-found -> src.app.handler');
  check(
    'a module of a package for a function',
    { 'src/__init__.py': '', 'src/app.py': fn },
    'src.app',
    'export-not-found -> src.app.handler',
  );
  check('a method of a class', 'class N:\n    def h(self): pass\n', 'app.N.h', 'file-not-found');
  check('compiled', { 'app.cpython-313-x86_64-linux-gnu.so': '' }, 'app.handler', '?');
});

describe('ways to define', () => {
  for (const code of [
    'async def handler(e, c): pass',
    'class handler: pass',
    'handler = lambda e, c: 1',
    'handler = Mangum(app)',
    'handler: Callable = make()',
    'handler = other = make()',
    '(a, handler) = make()',
    'a, *handler = make()',
    'import handlers.x as handler',
    'import handler.x',
    'from x import y as handler',
    'from x import (y, handler)',
    'if True:\n    def handler(e, c): pass\nelse:\n    handler = None',
    'if a: pass\nelif b:\n    handler = f()',
    'try:\n    from x import handler\nexcept ImportError:\n    handler = None',
    'try: pass\nexcept A: pass\nelse:\n    handler = f()',
    'with a() as handler: pass',
    'with a():\n    handler = f()',
    'for handler in x: pass',
    'while a:\n    handler = f()',
    'match a:\n    case 1:\n        handler = f()',
    'handler = None\nhandler = wrap(1)',
    'handler = functools.partial(run, x=1)',
    'class H:\n    def __call__(self, e, c): pass\nhandler = H()',
    '(handler := make())',
    'if (handler := make()): pass',
    'def setup():\n    global a, handler\n    handler = f',
    'handler = None\ndef setup():\n    global handler\n    handler = f',
    'handler = serverless_wsgi.handle_request',
    'handler = awsgi.response',
    '@app.lambda_function()\ndef handler(e, c): pass',
    'with open(a) as f, open(b) as handler: pass',
    'for i, handler in x: pass',
    'match a:\n    case {"h": handler}: pass',
    'try: pass\nfinally:\n    handler = f()',
    'from . import handler',
    '\ufeffdef handler(e, c): pass',
    '# -*- coding: latin-1 -*-\ndef handler(e, c):\n\tif e:\n\t\treturn 1',
    'def handler(e, c): pass\r\n',
    'def handler[T](e: T, c): pass',
    'handler = "x" % y',
    'handler = -1',
    '{% if x %}\ndef handler(e, c): pass\n{% endif %}',
  ]) {
    test(code, async () => {
      const resolution = await resolveIn({ 'app.py': code }, functionAt('app.handler', 'python3.12'), syntax);
      expect(resolution).toMatchObject({ kind: 'resolved', path: '/w/app.py', exportName: 'handler' });
    });
  }
  check('decorated', '@logger.inject\n@tracer\ndef handler(e, c): pass', 'app.handler', 'ok app.py:3');
  check('global', 'def setup():\n    global handler\n    handler = 1\n', 'app.handler', 'ok app.py:2');
  check('an annotation alone', 'handler: int\n', 'app.handler', 'export-not-found');
  check('a nested function', 'def make():\n    def handler(e, c): pass\n', 'app.handler', 'export-not-found -> app.make');
  check('a near name', 'def lambda_handler(e, c): pass\n', 'app.lamda_handler', 'export-not-found -> app.lambda_handler');
  check(
    'camel for snake',
    'def lambda_handler(e, c): pass\ndef x(): pass\n',
    'app.lambdaHandler',
    'export-not-found -> app.lambda_handler',
  );
  test('an imported module is an attribute, but neither listed nor suggested', async () => {
    const code = 'import json, urllib3\nimport handlers as handlerz\n\ndef lambda_handler(e, c): pass\n';
    const resolution = await resolveIn({ 'app.py': code }, functionAt('app.handler', 'python3.13'), syntax);
    expect(resolution).toMatchObject({
      problem: { message: 'app.py defines lambda_handler, not handler.', suggestions: ['app.lambda_handler'] },
    });
  });
  check('a module that is given a value later', 'import app\napp = wrap(app)\n', 'app.ap', 'export-not-found -> app.app');
  check('Python 2', 'print "x"\ndef handler(e, c): print e\n', 'app.handler', 'ok app.py:2');
});

describe('names made at run time are no error', () => {
  for (const code of [
    "globals()['handler'] = 1",
    "exec('handler = 1')",
    'def __getattr__(name): return 1',
    "setattr(sys.modules[__name__], 'handler', 1)",
    'from x import *',
    'def broken(:\n',
    "handler = 'x'\nexec('handler = f')",
    "print 'x'\ndef main(e, c): pass",
    'try: pass\nexcept A, e: pass\ndef main(e, c): pass',
    "raise ValueError, 'x'\ndef main(e, c): pass",
    "exec 'handler = 1'",
    'def {{ cookiecutter.name }}(e, c): pass',
  ]) {
    check(code, code, 'app.handler', '?');
  }
  for (const code of [
    'def f(a):\n    exec(a)',
    'def f(a):\n    setattr(a, "x", 1)\n    return a.__dict__',
    'class A:\n    def __getattr__(self, name): return 1',
    'import sys\nif "x" in sys.modules: pass',
    'f = globals()["main"]',
    'parser = make()\nprint(vars(parser))',
    'x = eval("1")',
  ]) {
    check(`no doubt: ${code}`, `${code}\ndef main(e, c): pass\n`, 'app.mian', 'export-not-found -> app.main');
  }
  const named = 'def lambda_handler(e, c): pass\n';
  check('all names of decimal', `from decimal import *\n${named}`, 'app.handler', 'export-not-found -> app.lambda_handler');
  check('in another case', `from decimal import *\n${named}`, 'app.Lambda_handler', 'export-not-found -> app.lambda_handler');
  check('silent: one of them', 'from datetime import *\n', 'app.date', '?');
  check('silent: perhaps one of them', 'from typing import *\n', 'app.Handler', '?');
  check(
    'a module of that name of their own',
    { 'app.py': 'from decimal import *', 'decimal.py': fn },
    'app.handler',
    'ok app.py at decimal.py:1',
  );
  check('a local star import', { 'app.py': 'from lib.x import *', 'lib/x.py': fn }, 'app.handler', 'ok app.py at lib/x.py:1');
  check('a relative star import', { 'src/app.py': 'from .x import *', 'src/x.py': fn }, 'src.app.handler', 'ok src/app.py at src/x.py:1');
  check(
    'a local star import that lacks it',
    { 'app.py': 'from x import *', 'x.py': 'def main(e, c): pass' },
    'app.handler',
    'export-not-found',
  );
  check('an import of a local name', { 'app.py': 'from lib.x import handler', 'lib/x.py': fn }, 'app.handler', 'ok app.py at lib/x.py:1');
});

describe('not a function', () => {
  for (const value of ['1', '1.5', '"x"', '"a" "b"', '[]', '{}', '(1, 2)', 'None', 'True', '{1}']) {
    check(value, `handler = ${value}\n`, 'app.handler', 'not-a-function');
  }
  const orders = 'class Orders:\n    def handle(self, e, c): pass\n';
  check('an instance of a class that is not callable', `${orders}handler = Orders()\n`, 'app.handler', 'not-a-function');
  check('the same, of an object', `${orders.replace(':', '(object):')}handler = Orders(1)\n`, 'app.handler', 'not-a-function');
  for (const code of [
    `${orders.replace('handle(', '__call__(')}handler = Orders()\n`,
    `${orders.replace(':', '(Base):')}handler = Orders()\n`,
    `@callable\n${orders}handler = Orders()\n`,
    `${orders}Orders = wrap(Orders)\nhandler = Orders()\n`,
    `${orders}handler = Orders()\nhandler = wrap(handler)\n`,
    `${orders}Orders.__call__ = Orders.handle\nhandler = Orders()\n`,
    `${orders}    def __new__(cls): return print\nhandler = Orders()\n`,
    `${orders}handler = Orders().handle\n`,
    `${orders}handler = Orders()\ndef setup():\n    global handler\n    handler = print\n`,
    'from orders import Orders\nhandler = Orders()\n',
  ]) {
    test(`silent: ${code}`, async () => {
      expect(await resolveIn({ 'app.py': code }, functionAt('app.handler', 'python3.13'), syntax)).toMatchObject({ kind: 'resolved' });
    });
  }
  check('what is deleted', `${fn}del handler\n`, 'app.handler', 'export-not-found');
  check('two that are deleted', `x = 1\n${fn}del x, handler\n`, 'app.handler', 'export-not-found');
  check('deleted and bound again', `x = 1\ndel x\n${fn.replace('handler', 'x')}`, 'app.x', 'ok app.py:3');
  check('silent: deleted on a condition', `${fn}if x:\n    del handler\n`, 'app.handler', 'ok app.py:1');
  check('silent: only a member is deleted', `${fn}del handler.x, handler["y"]\n`, 'app.handler', 'ok app.py:1');
  check('the only function is meant', 'handler = "x"\ndef main(e, c): pass\n', 'app.handler', 'not-a-function -> app.main');
});

// Took minutes when each place in the word was looked at to its end.
check('a word of 300,000 letters', `${fn}${'x'.repeat(300_000)}\n`, 'app.handler', 'ok app.py:1');

describe('modules that are not there', () => {
  check('a near name', { 'src/order.py': fn }, 'src.ordr.handler', 'file-not-found -> src.order.handler');
  check('slashes stay', { 'src/order.py': fn }, 'src/ordr.handler', 'file-not-found -> src/order.handler');
  check('another folder', { 'lib2/order.py': fn }, 'src.order.handler', 'file-not-found -> lib2.order.handler');
  check('another case', { 'src/Order.py': fn }, 'src.order.handler', 'case-mismatch -> src.Order.handler');
  check('a slash after the code folder', { 'src/Order.py': fn }, 'order.handler', 'case-mismatch -> Order.handler', {
    code: { kind: 'directory', path: '/w/src/' },
  });
  check('a folder in another case', { 'Src/order.py': fn }, 'src/order.handler', 'case-mismatch -> Src/order.handler');
  check('a package in another case', { 'Order/__init__.py': fn }, 'order.handler', 'case-mismatch -> Order.handler');
  check('hyphen for underscore', { 'my_app.py': fn }, 'my-app.handler', 'file-not-found -> my_app.handler');
  check('nothing like it', { 'x.py': 'def f(): pass' }, 'zzzzz.handler', 'file-not-found');
  check('silent: an installed package', { 'app.py': 'def f(): pass', 'requirements.txt': 'mangum' }, 'other_pkg.run.handler', '?');
  check('silent: a layer', 'def f(): pass', 'somewrapper.handler', '?', layered);
  check('silent: a known wrapper', fn, 'datadog_lambda.handler.handler', '?', layered);
  for (const handler of [
    'wsgi_handler.handler',
    'lumigo_tracer._handler',
    'sentry_wrapper.handler',
    'otel_wrapper.lambda_handler',
    's_app.handler',
    'chalicelib.app',
  ]) {
    check(`silent: ${handler}`, fn, handler, '?');
  }
  check('silent: a command of the Lambda Web Adapter', fn, 'run', '?', { environment: { AWS_LAMBDA_EXEC_WRAPPER: { kind: 'absent' } } });
  check('silent: a wrapper beside a handler of that name', fn, 'newrelic_lambda_wrapper.handler', '?');
  check('a layer, but a near module', fn, 'ap.handler', 'file-not-found -> app.handler', layered);
  check('silent: build output', fn, 'build.app.handler', '?');
  check('silent: no Python', { 'index.js': '' }, 'app.handler', '?');
  check('silent: code folder is nowhere', fn, 'app.handler', '?', { code: { kind: 'directory', path: '/w/elsewhere' } });
});
