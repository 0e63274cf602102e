import { afterAll, describe, expect, test } from 'vitest';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn, summary } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** `expected` as `summary` writes it. A string is the text of `app.rb`. */
function check(
  title: string,
  files: Readonly<Record<string, string>> | string,
  handler: string,
  expected: string,
  changes: Partial<FunctionDefinition> = {},
): void {
  test(title, async () => {
    const tree = typeof files === 'string' ? { 'app.rb': files } : files;
    expect(summary(await resolveIn(tree, functionAt(handler, 'ruby3.4', changes), syntax))).toBe(expected);
  });
}

const top = 'def handler(event:, context:)\n  1\nend\n';
const inClass = (body: string): string => `module Shop\n  class Orders\n    ${body}\n  end\nend\n`;

describe('the handler string', () => {
  check('no dot', top, 'app', 'malformed -> app.handler');
  check('the method without its file', top, 'handler', 'malformed -> app.handler');
  check('four parts', top, 'app.A.B.c', 'malformed');
  check('no method', top, 'app.', 'malformed -> app.handler');
  check('no file', top, '.handler', 'malformed -> app.handler');
  check('a leading ./', top, './app.handler', 'malformed -> app.handler');
  check('with the extension', top, 'app.rb.handler', 'malformed -> app.handler');
  check('a colon for the dot', top, 'app:handler', 'malformed -> app.handler');
  check('a class in small letters', top, 'app.orders.create', 'malformed');
  check('a folder', { 'src/app.rb': top }, 'src/app.handler', 'ok src/app.rb:1');
  check('a hyphen', { 'my-app.rb': top }, 'my-app.handler', 'ok my-app.rb:1');
});

describe('methods at the top', () => {
  for (const code of [
    'private def handler(event:, context:); end',
    'memoize def handler(event:, context:); end',
    'define_method(:handler) { |event:, context:| 1 }',
    'def other; end\nalias handler other',
    'if ENV["X"]\n  def handler(event:, context:); end\nend',
    'begin\n  def handler(event:, context:); end\nrescue LoadError\nend',
    'class Object\n  def handler(event:, context:); end\nend',
    'module Kernel\n  def handler(event:, context:); end\nend',
    'module Handlers\n  def handler(event:, context:); end\nend\ninclude Handlers',
    'def handler(...) = 1',
  ]) {
    test(code, async () => {
      const resolution = await resolveIn({ 'app.rb': code }, functionAt('app.handler', 'ruby3.4'), syntax);
      expect(resolution).toMatchObject({ kind: 'resolved', path: '/w/app.rb', exportName: 'handler' });
    });
  }
  check('a near name', 'def lambda_handler(event:, context:); end', 'app.lamda_handler', 'export-not-found -> app.lambda_handler');
  check('the only one', 'def process(event:, context:); end', 'app.handler', 'export-not-found -> app.process');
  check(
    'a method of a class',
    inClass('def self.handler(event:, context:); end'),
    'app.handler',
    'export-not-found -> app.Shop::Orders.handler',
  );
  check('a method of the main object', 'def self.handler(event:, context:); end', 'app.handler', 'export-not-found');
  check('a lambda', 'handler = ->(event:, context:) { 1 }', 'app.handler', 'export-not-found');
  check('another file', { 'app.rb': "require_relative 'lib/x'", 'lib/x.rb': top }, 'app.handler', 'ok app.rb at lib/x.rb:1');
  check('the load path', { 'app.rb': "require './lib/x'", 'lib/x.rb': "require 'y'", 'y.rb': top }, 'app.handler', 'ok app.rb at y.rb:1');
  check(
    'files that load each other',
    { 'app.rb': "require_relative 'x'", 'x.rb': "require_relative 'app'" },
    'app.handler',
    'export-not-found',
  );
  check(
    'libraries of Ruby and AWS',
    `require 'json'\nrequire 'aws-sdk-s3'\ndef main(event:, context:); end`,
    'app.handler',
    'export-not-found -> app.main',
  );
  check('a gem of the Gemfile', { 'app.rb': `require 'httparty'`, Gemfile: "gem 'httparty'" }, 'app.handler', 'export-not-found');
});

describe('methods made at run time, or elsewhere, are no error', () => {
  for (const code of [
    'eval("def handler; end")',
    'define_method(name) { }',
    'Object.send(:define_method, :handler) { }',
    'handler :handler do |event| end',
    'include Handlers',
    "require 'some_layer'",
    "require 'yake'",
    "require_relative 'generated'",
    "Dir['lib/*.rb'].each { |file| require file }\nrequire ENV['X']",
    'def make\n  def handler; end\nend',
    'def broken(',
    '$LOAD_PATH.unshift("x")',
  ]) {
    check(code, code, 'app.handler', '?');
  }
  const bot = { 'app.rb': "require 'line/bot'\ndef main(event:, context:); end" };
  check('no doubt: a part of a gem of the Gemfile', { ...bot, Gemfile: "gem 'line-bot-api'" }, 'app.mian', 'export-not-found -> app.main');
  check(
    'a near name, whatever a gem of another name defines',
    { ...bot, Gemfile: "gem 'linebreak'" },
    'app.mian',
    'export-not-found -> app.main',
  );
  check('silent: nothing near, and a gem of another name', { ...bot, Gemfile: "gem 'linebreak'" }, 'app.zebra', '?');
  check('silent: a near name, and a framework', { 'app.rb': "require 'lamby'\ndef handle; end" }, 'app.handler', '?');
  check(
    'what only watches, from a layer',
    { 'app.rb': "require 'datadog/lambda'\ndef hello; end" },
    'app.zebra',
    'export-not-found -> app.hello',
  );
  check('a framework of the Gemfile', { 'app.rb': "require 'lamby'", Gemfile: "gem 'lamby'" }, 'app.handler', '?');
  check('a wrapper in the environment', 'def x; end', 'app.handler', '?', {
    environment: { DD_LAMBDA_HANDLER: { kind: 'literal', value: 'x', path: '/w/template.yaml', range: functionAt('', '').range } },
  });
});

describe('methods of classes', () => {
  for (const body of [
    'def self.create(event:, context:); end',
    'class << self\n      def create(event:, context:); end\n    end',
    'class << self\n      private\n      def create(event:, context:); end\n    end',
    'def Orders.create(event:, context:); end',
    'extend self\n    def create(event:, context:); end',
    'module_function\n    def create(event:, context:); end',
    'def create(event:, context:); end\n    module_function :create',
    'define_singleton_method(:create) { |event:, context:| 1 }',
    'private_class_method def self.create(event:, context:); end',
  ]) {
    test(body, async () => {
      const resolution = await resolveIn({ 'app.rb': inClass(body) }, functionAt('app.Shop::Orders.create', 'ruby3.4'), syntax);
      expect(resolution).toMatchObject({ kind: 'resolved', path: '/w/app.rb', exportName: 'create' });
    });
  }
  const gem = `require 'thing'\n${inClass('def self.create(event:, context:); end')}`;
  check('a near name, whatever a gem defines', gem, 'app.Shop::Orders.craete', 'export-not-found -> app.Shop::Orders.create');
  check('silent: nothing near, and a gem', gem, 'app.Shop::Orders.zebra', '?');
  check('silent: a near name, and a module at the top', `include Thing\n${gem}`, 'app.Shop::Orders.craete', '?');
  check('silent: a near name that is told', `${gem}define :craete\n`, 'app.Shop::Orders.craete', '?');
  check('a compact name', 'class Shop::Orders\n  def self.create(event:, context:); end\nend', 'app.Shop::Orders.create', 'ok app.rb:2');
  check(
    'opened again in another file',
    { 'app.rb': "require_relative 'x'\nclass A; end", 'x.rb': 'class A\n  def self.b; end\nend' },
    'app.A.b',
    'ok app.rb at x.rb:2',
  );
  check('inherited', 'class A\n  def self.b; end\nend\nclass C < A; end', 'app.C.b', 'ok app.rb:2');
  check('extended', 'module A\n  def b; end\nend\nclass C\n  extend A\nend', 'app.C.b', 'ok app.rb:2');
  check(
    'a near name',
    inClass('def self.create(event:, context:); end'),
    'app.Shop::Orders.creat',
    'export-not-found -> app.Shop::Orders.create',
  );
  check(
    'a near class',
    inClass('def self.create(event:, context:); end'),
    'app.Shop::Order.create',
    'export-not-found -> app.Shop::Orders.create',
  );
  check(
    'without its module',
    inClass('def self.create(event:, context:); end'),
    'app.Orders.create',
    'export-not-found -> app.Shop::Orders.create',
  );
  check('a method of instances', inClass('def create(event:, context:); end'), 'app.Shop::Orders.create', 'export-not-found');
  for (const body of [
    'include Concern',
    'extend Concern',
    'handles :create',
    'class << other\n    end',
    'singleton_class.attr_accessor :create',
    'Orders.class_eval { define }',
  ]) {
    check(`silent: ${body}`, inClass(body), 'app.Shop::Orders.create', '?');
  }
  check('silent: inherited from a gem', 'class A < ApplicationJob; end', 'app.A.perform', '?');
  check('silent: a constant that is assigned', 'A = make', 'app.A.b', '?');
  check('silent: a struct', 'class A < Struct.new(:b); end', 'app.A.c', '?');
  check('silent: a gem’s own class', { 'app.rb': "require 'thing'", Gemfile: "gem 'thing'" }, 'app.Thing::Handler.call', '?');
  check('silent: a method at the top is one of every class', `class A; end\n${top}`, 'app.A.handler', '?');
});

describe('files that are not there', () => {
  check('a near name', { 'src/order.rb': top }, 'src/ordr.handler', 'file-not-found -> src/order.handler');
  check('another case', { 'Order.rb': top }, 'order.handler', 'case-mismatch -> Order.handler');
  check('a folder in another case', { 'Src/order.rb': top }, 'src/order.handler', 'case-mismatch -> Src/order.handler');
  check('another folder', { 'lib/order.rb': top }, 'order.handler', 'file-not-found -> lib/order.handler');
  check(
    'with a class',
    { 'lib/order.rb': inClass('def self.create; end') },
    'order.Shop::Orders.create',
    'file-not-found -> lib/order.Shop::Orders.create',
  );
  check('nothing like it', { 'x.rb': 'def f; end' }, 'zzzzz.handler', 'file-not-found');
  check('silent: a gem may hold it', { 'x.rb': 'def f; end', Gemfile: '' }, 'zzzzz.handler', '?');
  check('silent: a plug-in makes it', top, 'rack_adapter.handler', '?');
  check('silent: build output', top, 'build/app.handler', '?');
  check('silent: no Ruby', { 'index.js': '' }, 'app.handler', '?');
  check('silent: a makefile builds it', { 'x.rb': top }, 'app.handler', '?', { build: { kind: 'other', method: 'makefile' } });
});

test('creating the method puts it where the runtime calls it', async () => {
  const insertionOf = async (code: string, handler: string): Promise<string | undefined> => {
    const resolution = await resolveIn({ 'app.rb': code }, functionAt(handler, 'ruby3.4'), syntax);
    if (resolution.kind !== 'unresolved' || resolution.problem.code !== 'handler.export-not-found') return undefined;
    const { range, text } = resolution.problem.insertion;
    return `${range.start.line}:${range.start.character} ${text}`;
  };
  expect(await insertionOf('x = 1', 'app.handler')).toBe("0:5 \n\ndef handler(event:, context:)\n  { statusCode: 200, body: 'ok' }\nend\n");
  expect(await insertionOf('module A\n  class B\n  end\nend\n', 'app.A::B.run')).toBe(
    "2:2   def self.run(event:, context:)\n      { statusCode: 200, body: 'ok' }\n    end\n  ",
  );
});
