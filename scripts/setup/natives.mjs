import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onPath, run } from './run.mjs';
import { cache } from './tools.mjs';

const sources = fileURLToPath(new URL('../../test/conformance/natives', import.meta.url));
/** What decides that something must be compiled again. */
const inputs = ['go/go.mod', 'go/go.sum', 'rust/Cargo.toml', 'rust/Cargo.lock'];
const digest = createHash('sha256');
for (const input of inputs) digest.update(readFileSync(join(sources, input)));
const stamp = join(cache, `natives-${digest.digest('hex').slice(0, 12)}`);

/**
 * AWS's clients for Go and Rust, downloaded and compiled into the tools' own caches: a test then compiles its function alone.
 * In the test's words it is `CARGO_TARGET_DIR`, and Go's own cache.
 */
export const natives = {
  title: "Go's and Rust's clients of Lambda",
  estimate: 'about two minutes',
  ready: (tools) => tools.path('natives') === stamp && existsSync(stamp),

  async install(tools, say) {
    const [go, cargo] = ['go', 'cargo'].map((name) => onPath(name));
    if (!go || !cargo) throw new Error('Go and Rust are needed: install both and put them on PATH.');
    say('go build');
    const goArgs = ['build', '-trimpath', '-buildvcs=false', '-tags', 'lambda.norpc', '-o', join(cache, 'natives-go'), '.'];
    await run(go, goArgs, { cwd: join(sources, 'go'), env: { ...process.env, CGO_ENABLED: '0' } });
    say('cargo build');
    await run(cargo, ['build', '--locked'], {
      cwd: join(sources, 'rust'),
      env: { ...process.env, CARGO_TARGET_DIR: join(cache, 'natives-rust') },
    });
    await writeFile(stamp, '');
    await tools.remember({ natives: stamp });
  },
};
