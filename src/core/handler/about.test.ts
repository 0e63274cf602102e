import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** What a hover shows of the handler in `path`. */
function check(path: string, text: string, signature: string | undefined, documentation?: string): void {
  test(text, async () => {
    const runtime = path.endsWith('.py') ? 'python3.13' : 'nodejs22.x';
    const resolution = await resolveIn({ [path]: text }, functionAt('a.handler', runtime), syntax);
    expect(resolution).toMatchObject({ kind: 'resolved' });
    const { signature: shown, documentation: said } = resolution as { signature?: string; documentation?: string };
    expect({ shown, said }).toEqual({ shown: signature, said: documentation });
  });
}

check(
  'a.js',
  '/** Places an order. */\nexport const handler = async (event, context) => {};',
  'handler = async (event, context)',
  'Places an order.',
);
check(
  'a.ts',
  '/**\n * Places an order.\n * @param event it\n */\nexport async function handler(\n  event: Order,\n  context: Context,\n): Promise<Result> {}',
  'async function handler(event: Order, context: Context): Promise<Result>',
  'Places an order.',
);
check('a.js', '// Places an order,\n// and more.\nexports.handler = async (event) => {};', 'handler = async (event)', 'Places an order,');
check('a.js', '// another thing\n\nexports.handler = async function (event) {};', 'handler = async function (event)');
check('a.js', '// eslint-disable-next-line\nexports.handler = () => 1;', 'handler = ()');
check('a.js', 'const run = (event) => 1;\nmodule.exports = { handler: run };', 'run = (event)');
check('a.js', 'module.exports = {\n  /** It. */\n  async handler(event) {},\n};', 'async handler(event)', 'It.');
check('a.ts', 'export const handler = middy(base)\n  .use(one())\n  .use(two());', 'handler = middy(base).use(one()).use(two())');
check('a.js', `export const handler = f('${'x'.repeat(300)}');`, `handler = f('${'x'.repeat(106)}…`);
check('a.js', "import { handler } from 'x';\nexport { handler };", undefined);
check(
  'a.py',
  'def handler(event, context):\n    """Places an order.\n\n    More.\n    """\n',
  'def handler(event, context)',
  'Places an order.',
);
check(
  'a.py',
  '@tracer\nasync def handler(\n    event: dict,\n    context,\n) -> dict:\n    pass',
  'async def handler(event: dict, context) -> dict',
);
check('a.py', 'handler = Mangum(app)', 'handler = Mangum(app)');
check('a.py', "def handler(e, c): # it\n    r'''Places.'''\n", 'def handler(e, c)', 'Places.');
