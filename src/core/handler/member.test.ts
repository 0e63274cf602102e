import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** `expected`: the signature, and the documentation where there is any. */
function check(runtime: string, handler: string, files: Readonly<Record<string, string>>, expected: readonly string[]): void {
  test(`${runtime} ${handler}`, async () => {
    const resolution = await resolveIn(files, functionAt(handler, runtime), syntax);
    const [signature, documentation] = expected;
    expect(resolution).toMatchObject({ kind: 'resolved', signature });
    expect(resolution.kind === 'resolved' ? resolution.documentation : '').toBe(documentation);
  });
}

const java = `package shop;

/** Orders of the shop. */
@Named("x")
public class Orders implements RequestHandler<String, String> {
  /**
   * Takes an order.
   * @param in what is ordered
   */
  @Override
  @Logging(logEvent = true)
  public String handleRequest(String in,
      Context context) throws IOException {
    return in;
  }
}
`;
const maven = { 'pom.xml': '', 'src/main/java/shop/Orders.java': java };
check('java21', 'shop.Orders::handleRequest', maven, [
  'public String handleRequest(String in, Context context) throws IOException',
  'Takes an order.',
]);
check('java21', 'shop.Orders', maven, ['public class Orders implements RequestHandler<String, String>', 'Orders of the shop.']);
const net = {
  'Shop.csproj': '',
  'Orders.cs':
    'namespace Shop;\nclass Orders {\n  /// <summary>\n  /// Takes an order.\n  /// </summary>\n  [Logging(LogEvent = true)]\n  public async Task<int> Handle(int id) => await Take(id);\n}\n',
};
check('dotnet8', 'Shop::Shop.Orders::Handle', net, ['public async Task<int> Handle(int id)', 'Takes an order.']);
check('ruby3.4', 'app.handler', { 'app.rb': '# Takes an order.\n# Or none.\ndef handler(event:, context:)\n  1\nend\n' }, [
  'def handler(event:, context:)',
  'Takes an order.',
]);
check('ruby3.4', 'app.other', { 'app.rb': '# A file.\n\ndef other(event:, context:) = 1\n' }, ['def other(event:, context:)']);
