import { numberIn, settingsIn } from '../project/apis/settings.ts';

/** A mapping's settings, whoever writes them: `BatchSize`, `batchSize`, `batch_size`. */
export class MappingSettings {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(properties: Readonly<Record<string, unknown>>) {
    this.#values = new Map(Object.entries(properties).map(([name, value]) => [name.replaceAll('_', '').toLowerCase(), value]));
  }

  /** The first of these names that there is. */
  get(...names: readonly string[]): unknown {
    return names.map((name) => this.#values.get(name.toLowerCase())).find((value) => value !== undefined);
  }

  number(...names: readonly string[]): number | undefined {
    return numberIn(this.get(...names));
  }

  /** A mapping, or Terraform's block of it. */
  within(name: string): MappingSettings {
    const value = this.get(name);
    return new MappingSettings(settingsIn(Array.isArray(value) ? value[0] : value));
  }
}
