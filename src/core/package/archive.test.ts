import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem } from '../ports.ts';
import { extractZip, listZip, writeZip } from './archive.ts';

const text = (content: string) => new TextEncoder().encode(content);
const entry = (path: string, content = path, executable = false) => ({ path, bytes: text(content), executable });

describe('a zip', () => {
  it('has the same bytes whatever the order and the time zone', async () => {
    const sorted = await writeZip([entry('a.js'), entry('lib/ü.txt'), entry('run.sh', 'x', true)]);
    const shuffled = await writeZip([entry('run.sh', 'x', true), entry('lib/ü.txt'), entry('a.js')]);
    expect(hash(shuffled)).toBe(hash(sorted));
    const elsewhere = ['Pacific/Kiritimati', 'America/Los_Angeles'].map(hashInTimeZone);
    expect(elsewhere[0]).toBe(elsewhere[1]);
  });

  it('says that it was made on Unix, with modes and UTF-8 names', async () => {
    const bytes = Buffer.from(await writeZip([entry('run.sh', 'x', true), entry('ü.txt')]));
    const directory = bytes.indexOf(Buffer.from('PK\x01\x02'));
    expect(bytes[directory + 5], 'create system').toBe(3);
    expect(bytes.readUInt16LE(directory + 8) & 0x800, 'UTF-8 flag').toBe(0x800);
    expect((bytes.readUInt32LE(directory + 38) >>> 16).toString(8)).toBe('100755');
    expect(await listZip(bytes)).toEqual([
      { path: 'run.sh', size: 1, executable: true },
      { path: 'ü.txt', size: 6, executable: false },
    ]);
  });

  it('refuses two entries of one path', async () => {
    await expect(writeZip([entry('a'), entry('a')])).rejects.toThrow('same path: a');
  });
});

describe('extracting', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'archive-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back contents and the executable bit', async () => {
    const zip = await writeZip([entry('deep/er/a.txt', 'hello'), entry('run.sh', '#!', true)]);
    expect(await extractZip(zip, join(folder, 'out'), disk)).toEqual({ files: 2, unzippedSize: 7 });
    expect(await readFile(join(folder, 'out/deep/er/a.txt'), 'utf8')).toBe('hello');
    expect((await stat(join(folder, 'out/run.sh'))).mode & 0o100).toBe(0o100);
  });

  it('copies what a link inside the zip points to', async () => {
    const zip = await zipWithPython([
      { path: 'lib/real.txt', content: 'real' },
      { path: 'lib/link.txt', content: './real.txt', mode: 0o120777 },
      { path: 'lib/again.txt', content: 'link.txt', mode: 0o120777 },
      { path: 'lib64', content: 'lib/', mode: 0o120777 },
    ]);
    await extractZip(zip, folder, disk);
    for (const path of ['lib/link.txt', 'lib/again.txt', 'lib64/real.txt']) expect(await readFile(join(folder, path), 'utf8')).toBe('real');
  });

  it.each([
    ['bytes that are no zip', async () => text('not a zip')],
    ['nothing', async () => new Uint8Array()],
    ['a zip cut in half', async () => (await writeZip([entry('a', 'x'.repeat(500))])).subarray(0, 40)],
    ['a path that climbs out', () => zipWithPython([{ path: '../evil', content: 'x' }])],
    ['an absolute path', () => zipWithPython([{ path: '/evil', content: 'x' }])],
    ['a drive', () => zipWithPython([{ path: 'C:\\evil', content: 'x' }])],
    ['links in a circle', () => zipWithPython(['ab', 'ba'].map(([path = '', content = '']) => ({ path, content, mode: 0o120777 })))],
    ['a link that climbs out', () => zipWithPython([{ path: 'a', content: '../../etc/passwd', mode: 0o120777 }])],
  ])('refuses %s', async (_name, make) => {
    const error = await extractZip(await make(), join(folder, 'out'), disk).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkbenchError);
    expect((error as WorkbenchError).code).toBe('package-failed');
    await expect(stat(join(folder, 'evil'))).rejects.toThrow();
  });
});

/** Just enough of the port to extract to the real disk. */
const disk = {
  makeDirectory: async (path) => void (await mkdir(path, { recursive: true })),
  write: async (path, content, options) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    if (options?.executable) await chmod(path, 0o755);
  },
} as Pick<FileSystem, 'makeDirectory' | 'write'> as FileSystem;

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** In a process of its own: a process reads its time zone once. */
function hashInTimeZone(zone: string): string {
  const script = `
    import { createHash } from 'node:crypto';
    import { writeZip } from ${JSON.stringify(new URL('./archive.ts', import.meta.url).href)};
    const bytes = await writeZip([{ path: 'a.js', bytes: Buffer.from('a'), executable: false }]);
    process.stdout.write(createHash('sha256').update(bytes).digest('hex'));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TZ: zone }, encoding: 'utf8' });
}

/** Python writes what our own writer would refuse to. */
async function zipWithPython(entries: readonly { path: string; content: string; mode?: number }[]): Promise<Uint8Array> {
  const script = `
import sys, json, zipfile, io
out = io.BytesIO()
with zipfile.ZipFile(out, 'w') as z:
    for e in json.load(sys.stdin):
        i = zipfile.ZipInfo(e['path']); i.create_system = 3; i.external_attr = e.get('mode', 0o100644) << 16
        z.writestr(i, e['content'])
sys.stdout.buffer.write(out.getvalue())`;
  return execFileSync('python3', ['-c', script], { input: JSON.stringify(entries) });
}
