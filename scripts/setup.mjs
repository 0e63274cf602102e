/**
 * `node scripts/setup.mjs start|modules|workbench|browser|conformance|runtimeClients…`: installs what a script needs and isn't there.
 * Runs on a bare Node.js 20, before any dependency is installed, and is instant when nothing has changed.
 * What it found or couldn't get is written to `tools.json` in the cache, where the other scripts read it.
 */
import { browser } from './setup/browser.mjs';
import { conformance } from './setup/conformance.mjs';
import { delve } from './setup/delve.mjs';
import { dotnet } from './setup/dotnet.mjs';
import { javaLibraries } from './setup/javaLibraries.mjs';
import { javaRuntimes } from './setup/javaRuntimes.mjs';
import { modules } from './setup/modules.mjs';
import { natives } from './setup/natives.mjs';
import { ruby } from './setup/ruby.mjs';
import { runtimeClients } from './setup/runtimeClients.mjs';
import { Tools } from './setup/tools.mjs';
import { desktopCode, workbench } from './setup/workbench.mjs';

const pieces = { modules, workbench, browser, conformance, runtimeClients, natives, ruby, javaLibraries, javaRuntimes, dotnet, delve };
const groups = { start: desktopCode() ? ['modules'] : ['modules', 'workbench'] };

const asked = process.argv.slice(2);
const names = [...new Set(asked.flatMap((name) => groups[name] ?? [name]))];
const unknown = names.filter((name) => !(name in pieces));
if (names.length === 0 || unknown.length > 0) {
  console.error(`setup: unknown piece ${unknown.join(', ')}; there are ${Object.keys({ ...groups, ...pieces }).join(', ')}`);
  process.exit(2);
}

const started = Date.now();
const tools = await Tools.open();
const missing = names.filter((name) => !pieces[name].ready(tools));
if (missing.length > 0) await tools.whileLocked(() => Promise.all(missing.map((name) => install(name))));
// Without its packages no script can run; any other piece is left out by name, and the rest goes on.
if (missing.includes('modules') && !modules.ready(tools)) process.exit(1);

async function install(name) {
  const piece = pieces[name];
  if (piece.ready(tools)) return;
  say(`${piece.title}: installing (${piece.estimate})`);
  // Slow networks and machines make estimates wrong: silence would look like a hang.
  const reminder = setInterval(() => say(`${piece.title}: still installing`), 20_000);
  try {
    await piece.install(tools, (line) => say(`${piece.title}: ${line}`));
    await tools.forgive(name);
    say(`${piece.title}: ready`);
  } catch (error) {
    await tools.blame(name, error.message.split('\n')[0]);
    say(`${piece.title}: NOT installed. ${error.message}`);
  } finally {
    clearInterval(reminder);
  }
}

function say(line) {
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`setup [${String(seconds).padStart(3)} s] ${line}`);
}
