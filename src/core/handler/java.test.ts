import { afterAll, describe, expect, test } from 'vitest';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn, summary } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const ORDERS = 'src/main/java/com/shop/Orders.java';

/** `expected` as `summary` writes it. A string is the text of `com.shop.Orders`, in a Maven module. */
function check(
  title: string,
  files: Readonly<Record<string, string>> | string,
  handler: string,
  expected: string,
  changes: Partial<FunctionDefinition> = {},
): void {
  test(title, async () => {
    const tree = typeof files === 'string' ? { [ORDERS]: files } : files;
    const resolution = await resolveIn({ 'pom.xml': '<project/>', ...tree }, functionAt(handler, 'java21', changes), syntax);
    expect(summary(resolution)).toBe(expected);
  });
}

const java = (body: string, header = 'public class Orders'): string => `package com.shop;\n${header} {\n${body}\n}\n`;
const handle = java('  public String handle(String in) { return in; }');
const isHandler = java(
  '  public String handleRequest(String in, Context c) { return in; }',
  'public class Orders implements RequestHandler<String, String>',
);

describe('the handler string', () => {
  check('no method after the colons', handle, 'com.shop.Orders::', 'malformed -> com.shop.Orders::handle');
  check('no class', handle, '::handle', 'malformed');
  check('one colon', handle, 'com.shop.Orders:handle', 'malformed -> com.shop.Orders::handle');
  check('a hash', handle, 'com.shop.Orders#handle', 'malformed -> com.shop.Orders::handle');
  check('slashes', handle, 'com/shop/Orders::handle', 'malformed -> com.shop.Orders::handle');
  check('a dot for the colons', handle, 'com.shop.Orders.handle', 'file-not-found -> com.shop.Orders::handle');
  check(
    'a dot for the dollar',
    java('static class In { public void go() {} }'),
    'com.shop.Orders.In::go',
    'file-not-found -> com.shop.Orders$In::go',
  );
  check('a placeholder', handle, '$HANDLER', '?');
});

describe('methods', () => {
  check('public', handle, 'com.shop.Orders::handle', `ok ${ORDERS}:3`);
  check(
    'static and generic',
    java('  public static <T> T handle(T in) throws Exception { return in; }'),
    'com.shop.Orders::handle',
    `ok ${ORDERS}:3`,
  );
  check('of an inner class', java('  public static class In { public void go() {} }'), 'com.shop.Orders$In::go', `ok ${ORDERS}:3`);
  check('of an interface', java('  void go();', 'public interface Orders'), 'com.shop.Orders::go', `ok ${ORDERS}:3`);
  check('an accessor of a record', java('', 'public record Orders(String go)'), 'com.shop.Orders::go', `ok ${ORDERS}:2`);
  check('of a record', java('  public void go() {}', 'public record Orders(int a)'), 'com.shop.Orders::go', `ok ${ORDERS}:3`);
  check('of an enum', java('  A; public void go() {}', 'public enum Orders'), 'com.shop.Orders::go', `ok ${ORDERS}:3`);
  check(
    'without a package',
    { 'src/main/java/App.java': 'public class App { public void go() {} }' },
    'App::go',
    'ok src/main/java/App.java:1',
  );
  check(
    'inherited',
    { [ORDERS]: java('', 'class Orders extends Base'), 'src/main/java/com/shop/Base.java': java('public void go() {}', 'class Base') },
    'com.shop.Orders::go',
    `ok ${ORDERS} at src/main/java/com/shop/Base.java:3`,
  );
  check(
    'inherited from another package',
    {
      [ORDERS]: 'package com.shop;\nimport com.base.Base;\nclass Orders extends Base<String> {}',
      'src/main/java/com/base/Base.java': 'package com.base;\nabstract class Base<T> { public void go() {} }',
    },
    'com.shop.Orders::go',
    `ok ${ORDERS} at src/main/java/com/base/Base.java:2`,
  );
  check('a near name', handle, 'com.shop.Orders::handel', 'export-not-found -> com.shop.Orders::handle');
  check('the only one', handle, 'com.shop.Orders::process', 'export-not-found -> com.shop.Orders::handle');
  for (const header of ['@Data\npublic class Orders', '@lombok.Data\npublic class Orders', '@Getter public class Orders'])
    check(`silent: that Lombok may add: ${header}`, java('  private String name;', header), 'com.shop.Orders::getName', '?');
  check('silent: that Lombok may add to a field', java('  @Getter private String name;'), 'com.shop.Orders::getName', '?');
  check('Spring’s value of a field adds none', java('  @Value("a") private String name;'), 'com.shop.Orders::getName', 'export-not-found');
  check('a logger of Lombok adds none', java('  int name;', '@Slf4j\npublic class Orders'), 'com.shop.Orders::getName', 'export-not-found');
  check('not public', java('  void handle(String in) {}'), 'com.shop.Orders::handle', 'export-not-found');
  check('of a handler', isHandler, 'com.shop.Orders::handle', 'export-not-found -> com.shop.Orders::handleRequest');
  const renamed = (header: string, imported: string): string =>
    java('  public String handel(String in) { return in; }', `import ${imported};\nclass Orders ${header}`);
  const runtime = 'com.amazonaws.services.lambda.runtime';
  const byInterface = 'implements RequestHandler<String, String>';
  const wanted = 'com.shop.Orders::handleRequest';
  const meant = 'export-not-found -> com.shop.Orders::handel';
  check('that the interface only demands', renamed(byInterface, `${runtime}.RequestHandler`), wanted, meant);
  check('that an interface of all that are imported demands', renamed(byInterface, `${runtime}.*`), wanted, meant);
  check(
    'that an interface with its package demands',
    renamed(`implements ${runtime}.RequestStreamHandler`, 'java.util.List'),
    wanted,
    meant,
  );
  check('silent: an interface of its name in another library', renamed(byInterface, 'com.house.RequestHandler'), wanted, '?');
  check('silent: an interface of any of two packages', renamed(byInterface, `${runtime}.*;\nimport com.house.*`), wanted, '?');
  check('silent: a class of a library beside it', renamed(`extends Base ${byInterface}`, `${runtime}.RequestHandler`), wanted, '?');
  check('silent: inherited from a library', java('', 'class Orders extends FunctionInvoker'), 'com.shop.Orders::go', '?');
  check('silent: syntax errors', java('  public void go( {', 'class Orders'), 'com.shop.Orders::other', '?');
});

describe('classes by their interface', () => {
  check('RequestHandler', isHandler, 'com.shop.Orders', `ok ${ORDERS}:2`);
  check(
    'by a superclass',
    {
      [ORDERS]: java('', 'class Orders extends Base'),
      'src/main/java/com/shop/Base.java': java('', 'class Base implements com.amazonaws.services.lambda.runtime.RequestStreamHandler'),
    },
    'com.shop.Orders',
    `ok ${ORDERS}:2`,
  );
  check(
    'by an own interface',
    {
      [ORDERS]: java('', 'class Orders implements Own'),
      'src/main/java/com/shop/Own.java': java('', 'interface Own extends RequestHandler<String, String>'),
    },
    'com.shop.Orders',
    `ok ${ORDERS}:2`,
  );
  check('none', handle, 'com.shop.Orders', 'export-not-found -> com.shop.Orders::handle');
  check(
    'silent: a class of a library',
    java('', 'class Orders extends SpringBootRequestHandler<A, B>'),
    'com.shop.Orders',
    `ok ${ORDERS}:2`,
  );
  check('silent: a wrapper', handle, 'com.shop.Orders', `ok ${ORDERS}:2`, {
    environment: {
      AWS_LAMBDA_EXEC_WRAPPER: { kind: 'literal', value: '/opt/x', path: '/w/template.yaml', range: functionAt('', '').range },
    },
  });
});

describe('classes that are not there', () => {
  check('a near name', isHandler, 'com.shop.Order', 'file-not-found -> com.shop.Orders');
  check('a near name with its method', handle, 'com.shop.Order::handle', 'file-not-found -> com.shop.Orders::handle');
  check('another case', isHandler, 'com.shop.orders', 'file-not-found -> com.shop.Orders');
  check('another package', isHandler, 'com.store.Orders', 'file-not-found -> com.shop.Orders');
  check('the package is forgotten', isHandler, 'Orders::handleRequest', 'file-not-found -> com.shop.Orders::handleRequest');
  check('nothing like it', isHandler, 'com.shop.Zebra', 'file-not-found');
  check(
    'a class in a file of another name',
    java('', 'class Other {}\nclass Orders implements RequestHandler<A, B>'),
    'com.shop.Other',
    'export-not-found',
  );
  const layers = { kind: 'unknown', reason: 'the parameter Layers' } as const;
  check('nothing like it, with a layer', isHandler, 'com.shop.Zebra', 'file-not-found', { layers });
  check('silent: another package, with a layer', isHandler, 'com.other.Zebra', '?', { layers });
  const bare = { 'src/main/java/Orders.java': isHandler.replace('package com.shop;', '') };
  check('a near name without a package', bare, 'Order::handleRequest', 'file-not-found -> Orders::handleRequest');
  check('silent: nothing like it without a package', bare, 'Zebra::handleRequest', '?');
  check('a script in Groovy', { [ORDERS]: isHandler, 'mock/respond.groovy': '' }, 'com.shop.Zebra', 'file-not-found');
  check('silent: sources in Groovy', { [ORDERS]: isHandler, 'src/main/groovy/com/shop/X.groovy': '' }, 'com.shop.Zebra', '?');
  check('what the CDK bundles', isHandler, 'com.shop.Zebra', 'file-not-found', {
    build: { kind: 'other', method: 'the bundling of the asset', ofCode: true },
  });
  check('silent: a library', isHandler, 'org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest', '?');
  check('silent: a library of the same house', isHandler, 'com.shop.shared.Gateway', '?');
  check(
    'silent: generated',
    { [ORDERS]: isHandler, 'pom.xml': '<artifactId>build-helper-maven-plugin</artifactId>' },
    'com.shop.Zebra',
    '?',
  );
  check('silent: no build file', { 'pom.xml': '', [ORDERS]: isHandler }, 'com.shop.Zebra', '?', {
    code: { kind: 'directory', path: '/elsewhere' },
  });
  check('silent: another place', isHandler, 'com.shop.Zebra', '?', { code: { kind: 'archive', path: '/w/artifacts/x.jar' } });
  check('silent: a makefile', isHandler, 'com.shop.Zebra', '?', { build: { kind: 'other', method: 'makefile' } });
  check(
    'silent: Kotlin that is not understood',
    { [ORDERS]: isHandler, 'src/main/kotlin/X.kt': 'package com.shop\nclass Zebra(val a: A) : RequestHandler<A, B> by a' },
    'com.shop.Zebra',
    '?',
  );
});

describe('modules', () => {
  const inModule = {
    'pom.xml': '<modules/>',
    'orders/pom.xml': '',
    [`orders/${ORDERS}`]: isHandler,
    'base/pom.xml': '',
    'base/src/main/java/com/base/Base.java': 'package com.base;\npublic class Base { public void go() {} }',
  };
  for (const path of [
    'orders',
    'orders/target/orders.jar',
    'orders/target/classes',
    'orders/build/libs/orders.jar',
    'orders/build/distributions/orders.zip',
    '',
  ]) {
    const kind = /\.\w+$/.test(path) ? 'archive' : 'directory';
    check(path || 'the top', inModule, 'com.shop.Orders', `ok orders/${ORDERS}:2`, { code: { kind, path: `/w/${path}` } });
  }
  check('beside it', inModule, 'com.base.Base::go', 'ok base/src/main/java/com/base/Base.java:2', {
    code: { kind: 'directory', path: '/w/orders' },
  });
  check('Gradle', { 'build.gradle.kts': '', [ORDERS]: isHandler }, 'com.shop.Orders', `ok ${ORDERS}:2`);
});

const KT = 'src/main/kotlin/Orders.kt';
const SCALA = 'src/main/scala/Orders.scala';

describe('Kotlin', () => {
  const kotlin = (title: string, code: string, handler: string, expected: string): void =>
    check(
      title,
      { 'build.gradle.kts': '', [KT]: `package com.shop\n\nimport com.amazonaws.services.lambda.runtime.RequestHandler\n\n${code}` },
      handler,
      expected,
    );
  kotlin(
    'a handler',
    'class Orders(private val a: String = "}") : RequestHandler<Map<String, String>, String> {\n  override fun handleRequest() = 1\n}',
    'com.shop.Orders',
    `ok ${KT}:5`,
  );
  kotlin(
    'its method',
    'class Orders : RequestHandler<Map<String, String>, String> {\n  override fun handleRequest(x: Map<String, String>): String {\n    fun no() {}\n    return "${x.map { "}" }}"\n  }\n}',
    'com.shop.Orders::handleRequest',
    `ok ${KT}:6`,
  );
  kotlin(
    'a method',
    '/* class No { /* */ } */\nopen class Orders {\n  fun handle(x: String) = x\n}',
    'com.shop.Orders::handle',
    `ok ${KT}:7`,
  );
  kotlin('a function of the file', 'fun <T> handle(x: T): T = x', 'com.shop.OrdersKt::handle', `ok ${KT}:5`);
  kotlin(
    'a companion',
    'class Orders {\n  companion object {\n    @JvmStatic\n    fun handle(x: String) = x\n  }\n}',
    'com.shop.Orders::handle',
    `ok ${KT}:8`,
  );
  kotlin('an object', 'object Orders : Base(), RequestHandler<A, B> {\n  fun handle() {}\n}', 'com.shop.Orders::handle', `ok ${KT}:6`);
  kotlin('within another', 'class Orders {\n  class In {\n    fun go() {}\n  }\n}', 'com.shop.Orders$In::go', `ok ${KT}:7`);
  kotlin(
    'without bodies',
    'data class A(val b: String)\nclass Orders\nprivate fun x() {}\nclass B {\n fun go() {}\n}',
    'com.shop.B::go',
    `ok ${KT}:9`,
  );
  kotlin(
    'private',
    '/** public */\nclass Orders {\n  // public\n  private fun handle() {}\n  fun other() {}\n}',
    'com.shop.Orders::handle',
    'export-not-found -> com.shop.Orders::other',
  );
  kotlin(
    'a near name',
    'class Orders {\n  private val x = 1\n  fun handle() {}\n}',
    'com.shop.Orders::handel',
    'export-not-found -> com.shop.Orders::handle',
  );
  kotlin('a near class', 'class Orders : RequestHandler<A, B> {}', 'com.shop.Order', 'file-not-found -> com.shop.Orders');
  kotlin(
    'no interface',
    'class Orders {\n  fun handle(x: String) = x\n}',
    'com.shop.Orders',
    'export-not-found -> com.shop.Orders::handle',
  );
  kotlin('silent: a library', 'class Orders : SpringBootRequestHandler<A, B>()', 'com.shop.Orders::go', '?');
  kotlin('silent: other names', 'class Orders {\n  @JvmName("go") fun handle() {}\n}', 'com.shop.Orders::go', '?');
  kotlin('silent: a string without end', 'class Orders { val x = "', 'com.shop.Orders::go', '?');
  kotlin('silent: a property', 'class Orders { val x = 1 }', 'com.shop.Orders::getX', '?');
});

describe('Scala', () => {
  const scala = (title: string, code: string, handler: string, expected: string): void =>
    check(title, { 'build.sbt': '', [SCALA]: `package com.shop\n\n${code}` }, handler, expected);
  scala(
    'a handler',
    'class Orders(a: Int)(implicit b: B) extends Base[A] with RequestHandler[A, B] {\n}',
    'com.shop.Orders',
    `ok ${SCALA}:3`,
  );
  scala(
    'a method',
    "class Orders {\n  val brace = '{'\n  def handle(x: Int): Int = { def no = 1; no }\n}",
    'com.shop.Orders::handle',
    `ok ${SCALA}:5`,
  );
  scala('an object', 'object Orders {\n  def handle(x: Int) = s"${x}{"\n}', 'com.shop.Orders::handle', `ok ${SCALA}:4`);
  scala('its companion', 'class Orders {}\nobject Orders {\n  def handle(x: Int) = x\n}', 'com.shop.Orders::handle', `ok ${SCALA}:5`);
  scala('inherited', 'trait Base {\n  def go() = 1\n}\nclass Orders extends Base', 'com.shop.Orders::go', `ok ${SCALA}:4`);
  scala('packages in steps', 'package api\nclass Orders { def go() = 1 }', 'com.shop.api.Orders::go', `ok ${SCALA}:4`);
  scala(
    'a near name',
    'class Orders {\n  def handle(x: Int) = x\n}',
    'com.shop.Orders::handel',
    'export-not-found -> com.shop.Orders::handle',
  );
  scala('private', 'class Orders {\n  private def handle(x: Int) = x\n}', 'com.shop.Orders::handle', 'export-not-found');
  scala('private to the package', 'class Orders {\n  private[shop] def handle(x: Int) = x\n}', 'com.shop.Orders::handle', `ok ${SCALA}:4`);
  scala('silent: indentation', 'class Orders:\n  def handle(x: Int) = x', 'com.shop.Orders::go', '?');
  scala('silent: a library', 'class Orders extends ApiGatewayHandler', 'com.shop.Orders::go', '?');
});
