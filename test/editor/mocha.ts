import Mocha from 'mocha';
import { report } from '../../scripts/outcomes.ts';

/** Runs inside the extension host. Rejects when a test failed, which is how the editor learns its exit code. */
export function runMocha(suite: { readonly file: string; readonly reportPath: string }, load: () => void): Promise<void> {
  process.setSourceMapsEnabled(true);
  // Slow machines start debuggers and servers inside one test.
  const mocha = new Mocha({ ui: 'bdd', timeout: 180_000, reporter: Mocha.reporters.Base });
  mocha.suite.emit('pre-require', globalThis, suite.file, mocha);
  load();
  return new Promise((resolve, reject) => {
    const name = (test: Mocha.Test | Mocha.Runnable) => [suite.file, ...test.titlePath()].join(' › ');
    const runner = mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} failed`))));
    runner.on('pass', (test) => report(suite.reportPath, { name: name(test), status: 'passed', ...took(test) }));
    runner.on('pending', (test) => report(suite.reportPath, { name: name(test), status: 'skipped', detail: 'skipped by the suite' }));
    runner.on('fail', (test, error) =>
      report(suite.reportPath, { name: name(test), status: 'failed', detail: error.stack ?? String(error), ...took(test) }),
    );
  });
}

function took({ duration }: Mocha.Runnable): { readonly milliseconds?: number } {
  return duration === undefined ? {} : { milliseconds: duration };
}
