import type { CliWorld } from './command.ts';

/** As package.json says, which is beside `dist/`. */
export async function version(world: CliWorld): Promise<string> {
  const manifest = await world.files.readText(`${world.resources}/../package.json`);
  return manifest === undefined ? 'unknown' : (JSON.parse(manifest) as { version: string }).version;
}
