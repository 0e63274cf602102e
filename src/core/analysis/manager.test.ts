import { describe, expect, test } from 'vitest';
import type { HandlerResolution } from '../handler/model.ts';
import type { Finding } from '../lint/model.ts';
import type { Logger } from '../ports.ts';
import { readTemplate } from '../project/cloudformation/index.ts';
import { type MemoryFiles, memoryFiles } from '../testing/memoryFiles.ts';
import type { AnalysisSteps } from './folderAnalysis.ts';
import { AnalysisManager } from './manager.ts';
import type { FolderSnapshot } from './model.ts';

const template = (...handlers: readonly string[]): string =>
  `Resources:\n${handlers
    .map((handler, index) => `  F${index}:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: src, Handler: ${handler}}\n`)
    .join('')}`;

const shop = { '/shop/template.yaml': template('a.one'), '/shop/src/a.js': 'one' };

describe('a folder', () => {
  test('is walked once; templates of every depth are found, in order', async () => {
    const { show, files } = setUp({
      ...shop,
      '/shop/deep/er/stack.json': '{"Resources": {"G": {"Type": "AWS::Lambda::Function"}}}',
      '/shop/broken.yml': 'Resources:\n  F: [AWS::x',
      '/shop/notes.yaml': 'a: 1',
      '/shop/node_modules/x/template.yaml': template('a.one'),
      '/shop/.terraform/t.yaml': template('a.one'),
      '/shop/skipped/t.yaml': template('a.one'),
      '/shop/README.md': '',
    });
    expect(await show()).toEqual(['broken.yml broken', 'deep/er/stack.json#G unknown', 'template.yaml#F0 resolved']);
    expect(files.takeCalls().filter((call) => call.startsWith('readText'))).toEqual([
      'readText /shop/broken.yml',
      'readText /shop/deep/er/stack.json',
      'readText /shop/notes.yaml',
      'readText /shop/template.yaml',
      'readText /shop/src/a.js',
    ]);
    expect(await show()).toHaveLength(3);
    expect(files.calls).toEqual([]);
  });

  test('that is not there, or empty, has an empty snapshot', async () => {
    const { show } = setUp({});
    expect(await show()).toEqual([]);
  });

  test('a snapshot crosses a thread’s boundary as it is', async () => {
    const { analysis } = setUp(shop);
    const snapshot = await analysis.snapshot('/shop');
    expect(structuredClone(snapshot)).toEqual(snapshot);
  });

  test('what git ignores is not even listed, until it no longer is', async () => {
    const { analysis, show, files } = setUp({
      ...shop,
      '/shop/.gitignore': 'made/\n*.out.yaml\n',
      '/shop/made/template.yaml': template('a.one'),
      '/shop/sub/template.out.yaml': template('a.one'),
      '/shop/sub/.gitignore': '!kept.out.yaml',
      '/shop/sub/kept.out.yaml': template('a.one'),
    });
    expect(await show()).toEqual(['sub/kept.out.yaml#F0 unresolved', 'template.yaml#F0 resolved']);
    expect(files.takeCalls().filter((call) => call.includes('made'))).toEqual([]);
    files.set('/shop/.gitignore', '*.out.yaml');
    analysis.fileChanged('/shop/.gitignore');
    expect(await show()).toContain('made/template.yaml#F0 unresolved');
  });

  test('sources are read where a manifest or a configuration says that programs define functions, as soon as one does', async () => {
    const { analysis, show, files } = setUp(
      { '/shop/lib/shop.ts': 'a.one', '/shop/lib/deep/other.py': 'a.one', '/shop/src/a.js': 'one' },
      { read: async (file, text, folder) => readTemplate(file, template(text), folder) },
    );
    const change = async (name: string, text: string | undefined): Promise<readonly string[]> => {
      files.set(`/shop/${name}`, text);
      files.takeCalls();
      analysis.fileChanged(`/shop/${name}`);
      return show();
    };
    expect(await show()).toEqual([]);
    expect(await change('lib/requirements.txt', 'flask==3')).toEqual([]);
    expect(files.takeCalls()).not.toContain('readText /shop/lib/shop.ts');
    const both = ['lib/deep/other.py#F0 unresolved', 'lib/shop.ts#F0 unresolved'];
    expect(await change('lib/requirements.txt', 'aws-cdk-lib==2')).toEqual(both);
    expect(await change('lib/more.ts', 'a.one')).toHaveLength(3);
    expect(await change('more.ts', 'a.one')).toHaveLength(3);
    expect(await change('lib/requirements.txt', undefined)).toEqual([]);
    expect((await change('cdk.json', '{}')).join()).toContain('more.ts#F0');
  });

  test.each([
    ['/shop/infra/requirements/base.txt', 'aws-cdk-lib==2'],
    ['/shop/infra/gradle/libs.versions.toml', 'cdk = { module = "software.amazon.awscdk:aws-cdk-lib", version = "2.1" }'],
    ['/shop/infra/Directory.Build.props', '<PackageReference Include="Amazon.CDK.Lib" />'],
  ])('sources are read below the folder that %s is a manifest of, as soon as it says so', async (manifest, text) => {
    const { analysis, show, files } = setUp(
      { '/shop/infra/src/App.java': 'a.one', '/shop/src/a.js': 'one', [manifest]: 'other' },
      { read: async (file, source, folder) => readTemplate(file, template(source), folder) },
    );
    expect(await show()).toEqual([]);
    files.set(manifest, text);
    analysis.fileChanged(manifest);
    expect(await show()).toEqual(['infra/src/App.java#F0 unresolved']);
  });

  test('sources are read whose name, or whose folder’s, says that they define functions; and below a manifest further up in the repository', async () => {
    const read: AnalysisSteps['read'] = async (file, text, folder) => readTemplate(file, template(text), folder);
    const named = ['cdk/app.py', 'src/my-cdk/lib/a.ts', 'src/shop_stack.py', 'src/pulumi.ts'];
    const sources = Object.fromEntries([...named, 'src/app.py'].map((name) => [`/shop/${name}`, 'a.one']));
    const { analysis, show, files } = setUp(sources, { read });
    expect((await show()).map((line) => line.replace(/#.*/, ''))).toEqual(named.toSorted());
    files.set('/shop/src/OrdersStack.java', 'a.one');
    analysis.fileChanged('/shop/src/OrdersStack.java');
    expect((await show()).join()).toContain('src/OrdersStack.java#F0');

    const above = { '/package.json': '{"dependencies": {"aws-cdk-lib": "^2"}}', '/shop/src/app.ts': 'a.one' };
    expect(await setUp({ ...above, '/.git/HEAD': '' }, { read }).show()).toHaveLength(1);
    expect(await setUp(above, { read }).show()).toEqual([]);
  });

  test('a virtual environment of Python is left alone, whatever it is called', async () => {
    const { show } = setUp({
      ...shop,
      '/shop/py/pyvenv.cfg': '',
      '/shop/py/template.yaml': template('a.one'),
      '/shop/v/lib/python3.12/site-packages/x/template.yaml': template('a.one'),
    });
    expect(await show()).toEqual(['template.yaml#F0 resolved']);
  });

  test('a template is read again when a file changes that it takes in', async () => {
    const { files, analysis, show } = setUp(
      { '/shop/service.yaml': 'gone', '/shop/src/a.js': 'one' },
      {
        read: async (file, text, folder, recorded) => {
          const handler = await recorded.readText('/shop/included.txt');
          return readTemplate(file, template(handler ?? `a.${text}`), folder);
        },
      },
    );
    expect(await show()).toEqual(['service.yaml#F0 unresolved']);
    files.set('/shop/included.txt', 'a.one');
    analysis.fileChanged('/shop/included.txt');
    expect(await show()).toEqual(['service.yaml#F0 resolved']);
    files.set('/shop/included.txt', undefined);
    analysis.fileChanged('/shop/included.txt');
    expect(await show()).toEqual(['service.yaml#F0 unresolved']);
  });

  test('while a template is half typed nothing of it is forgotten, and what changes meanwhile counts', async () => {
    const { files, analysis, show } = setUp({
      '/shop/template.yaml': template('a.one', 'b.one'),
      '/shop/src/a.js': 'one',
      '/shop/src/b.js': 'one',
    });
    const resolved = ['template.yaml#F0 resolved', 'template.yaml#F1 resolved'];
    const read = (): readonly string[] => files.takeCalls().filter((call) => /^readText .*js$/.test(call));
    expect(await show()).toEqual(resolved);
    read();
    for (let times = 0; times < 2; times += 1) {
      analysis.documentChanged('/shop/template.yaml', `${template('a.one', 'b.one')}  F2: "`);
      expect(await show()).toEqual(['template.yaml broken']);
    }
    analysis.documentChanged('/shop/template.yaml', undefined);
    expect(await show()).toEqual(resolved);
    expect(read()).toEqual([]);

    analysis.documentChanged('/shop/template.yaml', 'Resources:\n  F0: [AWS::x');
    expect(await show()).toEqual(['template.yaml broken']);
    files.set('/shop/src/a.js', 'two');
    analysis.fileChanged('/shop/src/a.js');
    expect(await show()).toEqual(['template.yaml broken']);
    analysis.documentChanged('/shop/template.yaml', undefined);
    expect(await show()).toEqual(['template.yaml#F0 unresolved', 'template.yaml#F1 resolved']);
    expect(read()).toEqual(['readText /shop/src/a.js']);
  });

  test('a file that can’t be read for functions hides no other', async () => {
    const { show, log } = setUp(
      { ...shop, '/shop/b.yaml': 'x' },
      {
        read: async (file, text, folder) => {
          if (file.endsWith('b.yaml')) throw new Error('boom');
          return readTemplate(file, text, folder);
        },
      },
    );
    expect(await show()).toContain('template.yaml#F0 resolved');
    expect(log).toEqual(['/shop/b.yaml could not be read for functions']);
  });

  test('findings are sorted by place', async () => {
    const { analysis } = setUp({
      ...shop,
      '/shop/template.yaml': template('a.missing', 'a.one', 'a.gone'),
      '/shop/a.yaml': template('b.x'),
    });
    const { findings } = await analysis.snapshot('/shop');
    expect(findings.map(({ at, functionId }) => `${functionId} ${at.range.start.line}`)).toEqual([
      'a.yaml#F0 3',
      'template.yaml#F0 3',
      'template.yaml#F2 9',
    ]);
  });

  test('a folder that links to one above it is not walked again', async () => {
    const files = memoryFiles(shop);
    const [list, stat] = [files.readDirectory.bind(files), files.stat.bind(files)];
    const linked = (path: string) => path.replace(/([\\/]loop)+/, '');
    files.readDirectory = async (path) => [...(await list(linked(path))), { name: 'loop', type: 'directory' }];
    files.stat = (path) => stat(linked(path));
    expect(await setUp(files).show()).toEqual(['template.yaml#F0 resolved']);
    expect(files.takeCalls().filter((call) => call.startsWith('readDirectory'))).toHaveLength(4);
  });

  test('a file too large to be a template is not read', async () => {
    const { show, files } = setUp({ ...shop, '/shop/data.json': `{"a": "AWS::${'x'.repeat(6 * 1024 * 1024)}"}` });
    await show();
    expect(files.calls.filter(({ path }) => path.endsWith('data.json'))).toEqual([{ verb: 'stat', path: '/shop/data.json' }]);
  });
});

describe('after a change only what it touches is read', () => {
  const check = async (
    change: (files: MemoryFiles) => string,
    expected: { readonly shows: readonly string[]; readonly reads: readonly string[] },
  ) => {
    const { analysis, show, files } = setUp({
      ...shop,
      '/shop/other/template.yaml': template('b.two'),
      '/shop/other/src/b.js': 'two',
    });
    await show();
    const changed = change(files);
    files.takeCalls();
    analysis.fileChanged(changed);
    expect(await show()).toEqual(expected.shows);
    expect(files.takeCalls().filter((call) => call.startsWith('read'))).toEqual(expected.reads);
  };
  const both = ['other/template.yaml#F0 resolved', 'template.yaml#F0 resolved'];

  test('a source', () =>
    check(
      (files) => {
        files.set('/shop/src/a.js', 'renamed');
        return '/shop/src/a.js';
      },
      { shows: ['other/template.yaml#F0 resolved', 'template.yaml#F0 unresolved'], reads: ['readText /shop/src/a.js'] },
    ));

  test('a source that nothing was told from', () => check(() => '/shop/src/unrelated.js', { shows: both, reads: [] }));

  test('a template, above whose function a line was added', () =>
    check(
      (files) => {
        files.set('/shop/template.yaml', `# hello\n${template('a.one')}`);
        return '/shop/template.yaml';
      },
      { shows: both, reads: ['readText /shop/template.yaml'] },
    ));

  test('a template whose handler changed', () =>
    check(
      (files) => {
        files.set('/shop/template.yaml', template('a.two'));
        return '/shop/template.yaml';
      },
      {
        shows: ['other/template.yaml#F0 resolved', 'template.yaml#F0 unresolved'],
        reads: ['readText /shop/template.yaml', 'readText /shop/src/a.js'],
      },
    ));

  test('a template that is gone, or is none any more', async () => {
    const gone = (content: string | undefined) => (files: MemoryFiles) => {
      files.set('/shop/template.yaml', content);
      return '/shop/template.yaml';
    };
    await check(gone(undefined), { shows: ['other/template.yaml#F0 resolved'], reads: [] });
    await check(gone('a: 1'), { shows: ['other/template.yaml#F0 resolved'], reads: ['readText /shop/template.yaml'] });
  });

  test('a folder that is gone takes its templates with it', () =>
    check(
      (files) => {
        files.set('/shop/other', undefined);
        return '/shop/other';
      },
      { shows: ['template.yaml#F0 resolved'], reads: [] },
    ));

  test('a folder whose neighbour has a longer name', async () => {
    const { analysis, show, files } = setUp({ '/shop/a/template.yaml': template('b.x'), '/shop/ab/template.yaml': template('b.x') });
    await show();
    files.set('/shop/a', undefined);
    analysis.fileChanged('/shop/a');
    expect(await show()).toEqual(['ab/template.yaml#F0 unresolved']);
  });

  test('a folder of sources that is gone', () =>
    check(
      (files) => {
        files.set('/shop/src', undefined);
        return '/shop/src';
      },
      {
        shows: ['other/template.yaml#F0 resolved', 'template.yaml#F0 unresolved'],
        reads: ['readText /shop/src/a.js', 'readDirectory /shop/src'],
      },
    ));

  test('a new folder that git ignores is not', () =>
    check(
      (files) => {
        files.set('/shop/new/.gitignore', '*');
        files.set('/shop/new/made/template.yaml', template('a.one'));
        return '/shop/new/made';
      },
      { shows: both, reads: ['readText /shop/.gitignore', 'readText /shop/new/.gitignore', 'readBytes /shop/.git/index'] },
    ));

  test('a new folder is walked, and nothing else', () =>
    check(
      (files) => {
        files.set('/shop/new/template.yaml', template('a.one'));
        files.set('/shop/new/src/a.js', 'one');
        return '/shop/new';
      },
      {
        shows: ['new/template.yaml#F0 resolved', ...both],
        reads: [
          'readText /shop/.gitignore',
          'readBytes /shop/.git/index',
          'readDirectory /shop/new',
          'readDirectory /shop/new/src',
          'readText /shop/new/template.yaml',
          'readText /shop/new/src/a.js',
        ],
      },
    ));

  test('a new template in an excluded folder stays unread', () =>
    check(
      (files) => {
        files.set('/shop/node_modules/x/template.yaml', template('a.one'));
        return '/shop/node_modules/x/template.yaml';
      },
      { shows: both, reads: [] },
    ));
});

describe('what isn’t there yet', () => {
  test('the file that was missing appears', async () => {
    const { analysis, show, files } = setUp({ '/shop/template.yaml': template('a.one') });
    expect(await show()).toEqual(['template.yaml#F0 unresolved']);
    files.set('/shop/src/a.js', 'one');
    analysis.fileChanged('/shop/src/a.js');
    expect(await show()).toEqual(['template.yaml#F0 resolved']);
  });

  test.each(['stat', 'readDirectory'] as const)('a file tells of the folder that comes with it, where %s asked for it', async (verb) => {
    const steps: Partial<AnalysisSteps> = {
      async resolve({ code }, files) {
        const folder = code.kind === 'directory' ? code.path : '';
        const there = verb === 'stat' ? await files.stat(folder) : (await files.readDirectory('/shop')).find(({ name }) => name === 'src');
        return { kind: 'unknown', reason: there === undefined ? 'absent' : 'there' };
      },
    };
    const { analysis, files } = setUp({ '/shop/template.yaml': template('a.one') }, steps);
    const reasons = async () =>
      (await analysis.snapshot('/shop')).templates.flatMap((each) =>
        each.kind === 'template' ? each.functions.map(({ resolution }) => resolution.kind === 'unknown' && resolution.reason) : [],
      );
    expect(await reasons()).toEqual(['absent']);
    files.set('/shop/src/deep/a.js', 'one');
    analysis.fileChanged('/shop/src/deep/a.js');
    expect(await reasons()).toEqual(['there']);
  });

  test('the folder that was missing appears', async () => {
    const { analysis, show, files } = setUp({ '/shop/template.yaml': template('a.one') });
    await show();
    files.set('/shop/src/a.js', 'one');
    analysis.fileChanged('/shop/src');
    expect(await show()).toEqual(['template.yaml#F0 resolved']);
  });

  test('a listing is read again when a name comes or goes, not when a file in it changes', async () => {
    const { analysis, show, files } = setUp({ '/shop/template.yaml': template('a.one'), '/shop/src/b.js': '' });
    await show();
    files.takeCalls();
    analysis.fileChanged('/shop/src/b.js');
    await show();
    expect(files.takeCalls()).toEqual(['stat /shop/src/b.js']);
    files.set('/shop/src/c.js', '');
    analysis.fileChanged('/shop/src/c.js');
    await show();
    expect(files.takeCalls()).toContain('readDirectory /shop/src');
  });

  test('code outside of the folder counts too', async () => {
    const text = template('a.one').replace('CodeUri: src', 'CodeUri: ../shared');
    const { analysis, show, files } = setUp({ '/shop/template.yaml': text });
    await show();
    files.set('/shared/a.js', 'one');
    analysis.fileChanged('/shared/a.js');
    expect(await show()).toEqual(['template.yaml#F0 resolved']);
  });
});

describe('unsaved documents', () => {
  test('win over the disk, in templates and in sources, until they are closed', async () => {
    const { analysis, show } = setUp(shop);
    await show();
    analysis.documentChanged('/shop/template.yaml', template('a.one', 'a.two'));
    expect(await show()).toEqual(['template.yaml#F0 resolved', 'template.yaml#F1 unresolved']);
    analysis.documentChanged('/shop/src/a.js', 'one two');
    expect(await show()).toEqual(['template.yaml#F0 resolved', 'template.yaml#F1 resolved']);
    analysis.documentChanged('/shop/template.yaml', undefined);
    expect(await show()).toEqual(['template.yaml#F0 resolved']);
  });

  test('are there before a folder is first asked for, and without a file', async () => {
    const { analysis, show } = setUp({ '/shop/src/a.js': '' });
    analysis.documentChanged('/shop/template.yaml', template('a.one'));
    analysis.documentChanged('/shop/src/a.js', 'one');
    expect(await show()).toEqual(['template.yaml#F0 resolved']);
  });

  test('told twice with the same text change nothing', async () => {
    const { analysis, show, files } = setUp(shop);
    analysis.documentChanged('/shop/src/a.js', 'one');
    await show();
    files.takeCalls();
    analysis.documentChanged('/shop/src/a.js', 'one');
    analysis.documentChanged('/shop/src/never-opened.js', undefined);
    await show();
    expect(files.calls).toEqual([]);
  });
});

describe('at the same time', () => {
  test('who asks together is answered from one computation', async () => {
    const { analysis, files } = setUp(shop);
    const [first, second] = await Promise.all([analysis.snapshot('/shop'), analysis.snapshot('/shop')]);
    expect(second).toBe(first);
    expect(files.takeCalls().filter((call) => call === 'readText /shop/template.yaml')).toHaveLength(1);
    expect(await analysis.snapshot('/shop')).toBe(first);
  });

  test('a change during a computation is in the next answer', async () => {
    const gate = signal();
    const begun = signal();
    const { analysis, files } = setUp(shop, {
      resolve: async (definition, recorded) => {
        const resolution = await resolve(definition, recorded);
        begun.give();
        await gate.given;
        return resolution;
      },
    });
    const first = analysis.snapshot('/shop');
    await begun.given;
    files.set('/shop/src/a.js', 'renamed');
    analysis.fileChanged('/shop/src/a.js');
    const second = analysis.snapshot('/shop');
    expect(analysis.snapshot('/shop')).toBe(second);
    gate.give();
    expect(inWords(await first)).toEqual(['template.yaml#F0 resolved']);
    expect(inWords(await second)).toEqual(['template.yaml#F0 unresolved']);
  });

  test('a failure of the disk is told, and the next answer begins anew', async () => {
    const files = memoryFiles(shop);
    const { analysis, show } = setUp(files);
    const list = files.readDirectory.bind(files);
    files.readDirectory = async () => {
      throw new Error('EIO');
    };
    await expect(analysis.snapshot('/shop')).rejects.toThrow('EIO');
    files.readDirectory = list;
    expect(await show()).toEqual(['template.yaml#F0 resolved']);
  });
});

test('a question is answered from all folders, as they are by then', async () => {
  const { analysis } = setUp(shop);
  const { answer } = await analysis.ask(['/shop', '/bank'], { kind: 'links', path: '/shop/template.yaml' });
  expect(answer).toEqual([
    { path: 'links /shop', range },
    { path: 'links /bank', range },
  ]);
});

test('a function that can’t be examined is unknown, is logged, and takes no other down', async () => {
  const { show, log } = setUp(
    { ...shop, '/shop/template.yaml': template('a.one', 'a.two') },
    {
      resolve: (definition, files) => {
        if (definition.logicalId === 'F0') throw new Error('boom');
        return resolve(definition, files);
      },
      lint: () => {
        throw new Error('bang');
      },
    },
  );
  expect(await show()).toEqual(['template.yaml#F0 unknown', 'template.yaml#F1 unresolved']);
  expect(log).toEqual([
    'The handler of template.yaml#F0 could not be examined',
    'template.yaml#F0 could not be checked',
    'template.yaml#F1 could not be checked',
  ]);
});

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function setUp(tree: Readonly<Record<string, string>> | MemoryFiles, steps: Partial<AnalysisSteps> = {}) {
  const files = 'calls' in tree ? (tree as MemoryFiles) : memoryFiles(tree as Readonly<Record<string, string>>);
  const log: string[] = [];
  const note = (message: string) => void log.push(message);
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const exclude = ['**/node_modules', 'skip*'];
  const analysis = new AnalysisManager({
    files,
    logger,
    clock: { now: () => 0 },
    exclude,
    steps: { read, resolve, examine: async () => ({}), lint, lintTemplate: () => [], ...steps },
    assist: async ({ kind }, snapshots) => ({
      kind: 'references',
      answer: snapshots.map(({ folder }) => ({ path: `${kind} ${folder}`, range })),
    }),
  });
  return { analysis, files, log, show: async () => inWords(await analysis.snapshot('/shop')) };
}

/** A promise that a test keeps when it likes. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

/** Each template's functions with how they were resolved. */
function inWords({ templates, folder }: FolderSnapshot): readonly string[] {
  return templates.flatMap((each) =>
    each.kind === 'broken'
      ? [`${each.path.slice(folder.length + 1).replaceAll('\\', '/')} broken`]
      : each.functions.map(({ definition, resolution }) => `${definition.id} ${resolution.kind}`),
  );
}

const read: AnalysisSteps['read'] = async (file, text, folder) => readTemplate(file, text, folder);

/** Stands in for the real resolver: `file.word` is resolved when the file's text has the word in it. */
const resolve: AnalysisSteps['resolve'] = async (definition, files): Promise<HandlerResolution> => {
  const { handler, code } = definition;
  if (handler.kind !== 'literal' || code.kind !== 'directory') return { kind: 'unknown', reason: 'no handler' };
  const [module = '', exportName = ''] = handler.value.split('.');
  const path = `${code.path}/${module}.js`;
  const text = await files.readText(path);
  if (text === undefined) await files.readDirectory(code.path);
  if (text?.includes(exportName)) return { kind: 'resolved', path, exportName, at: { path, range: handler.range } };
  const missing = { path, exportName };
  return { kind: 'unresolved', problem: { code: 'handler.file-not-found', message: '', tried: [], suggestions: [], missing } };
};

const lint: AnalysisSteps['lint'] = ({ definition, resolution }): readonly Finding[] => {
  if (resolution.kind !== 'unresolved' || definition.handler.kind !== 'literal') return [];
  const { path, range } = definition.handler;
  return [{ code: 'handler.x', severity: 'error', message: '', at: { path, range }, functionId: definition.id, fixes: [], related: [] }];
};
