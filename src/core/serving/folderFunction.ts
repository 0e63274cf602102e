import type { AnalysedFunction } from '../analysis/model.ts';
import type { AsynchronousPolicy } from '../asynchronous.ts';
import { desiredFrom } from '../deploy/index.ts';
import type { FunctionSettings } from '../local/functionModel.ts';
import type { LinkedFunction } from '../local/index.ts';
import { defaultSettings } from '../local/settings.ts';
import { localRole } from '../localAccount.ts';
import type { CalledParts } from '../localCalls.ts';
import type { LayerFinder } from '../localLayers.ts';
import { policyOf, runnableFrom } from '../localRun.ts';
import type { Packager } from '../package/index.ts';
import { isWithin } from '../paths.ts';
import type { Clock } from '../ports.ts';
import { valueForRuns } from '../project/assumptions.ts';
import type { FunctionDefinition, Value } from '../project/model.ts';
import type { RunnableFunction } from '../runner/model.ts';

export interface FolderFunctionPorts {
  readonly packager: Packager;
  readonly layers: Pick<LayerFinder, 'layersOf'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether they are run under a debugger. */
  readonly debuggable?: boolean;
  /** All that are served, and can be called. */
  readonly others: () => readonly FunctionDefinition[];
  /** How often something changed in the folder so far; undefined where nobody looks. */
  readonly changes: () => number | undefined;
  /** Told what it is made of whenever it was looked at. */
  readonly onBuilt?: (parts: CalledParts) => void;
  /** A line for the person who watches `serve`. */
  readonly say: (line: string) => void;
}

/** A look at the sources of a function. */
interface Look {
  /** As they were counted when it began. */
  readonly changes: number | undefined;
  readonly result: Promise<RunnableFunction>;
  /** By the monotonic clock: until then nothing is looked at as long as no change is heard of. */
  holdsUntil: number;
}

const ENDLESS = Number.POSITIVE_INFINITY;

/** A function of a folder as the local cloud runs it: its sources are looked at before each call, as far as they may have changed. */
export class FolderFunction implements LinkedFunction {
  readonly #ports: FolderFunctionPorts;
  #fn: AnalysedFunction;
  /** The last look at the sources, and up to when it holds without another. */
  #look: Look | undefined;
  readonly #said = new Set<string>();

  constructor(fn: AnalysedFunction, ports: FolderFunctionPorts) {
    this.#fn = fn;
    this.#ports = ports;
  }

  get name(): string {
    return this.#fn.definition.name;
  }

  get definition(): FunctionDefinition {
    return this.#fn.definition;
  }

  get settings(): FunctionSettings {
    return settingsOf(this.#fn.definition);
  }

  get asynchronous(): AsynchronousPolicy {
    return policyOf(this.#fn.definition);
  }

  /** It is defined otherwise now. */
  redefine(fn: AnalysedFunction): void {
    if (this.#fn === fn) return;
    this.#fn = fn;
    this.#look = undefined;
  }

  runnable(): Promise<RunnableFunction> {
    const { clock, changes } = this.#ports;
    const now = changes();
    if (this.#look !== undefined && this.#look.changes === now && clock.monotonic() < this.#look.holdsUntil) return this.#look.result;
    const built = this.#build();
    const look: Look = { changes: now, result: built.then(({ runnable }) => runnable), holdsUntil: now === undefined ? 0 : ENDLESS };
    this.#look = look;
    built.then(
      ({ holdsMs }) => {
        look.holdsUntil = now === undefined ? 0 : clock.monotonic() + holdsMs;
      },
      // What failed is built again by the next call: what it lacked may be anywhere.
      () => {
        look.holdsUntil = 0;
      },
    );
    return look.result;
  }

  async deployable(): Promise<{ readonly zip: Uint8Array; readonly handler: string; readonly runtime: string }> {
    const { packager, signal } = this.#ports;
    const { definition, resolution } = this.#fn;
    const artifact = await packager.build(definition, resolution, { signal, toThisMachine: true, onOutput: (line) => this.#say(line) });
    const { handler, runtime } = desiredFrom(definition, artifact).desired;
    return { zip: (await packager.zip(artifact)).bytes, handler, runtime };
  }

  async #build(): Promise<{ readonly runnable: RunnableFunction; readonly holdsMs: number }> {
    const { packager, layers, clock, signal, say, others, debuggable = false, onBuilt } = this.#ports;
    const { definition, resolution } = this.#fn;
    const startedAt = clock.monotonic();
    let isLong = false;
    const cancel = clock.schedule(LONG_MS, () => {
      isLong = true;
      say(`Building ${this.name} …`);
    });
    try {
      const onOutput = (line: string): void => this.#say(line);
      const artifact = await packager.build(definition, resolution, { signal, purpose: 'run', debuggable, onOutput });
      const found = await layers.layersOf(definition, { signal, onOutput });
      onBuilt?.([...artifact.inputs, definition.templatePath]);
      const { runnable, notes } = runnableFrom(definition, artifact, found, others());
      const tookMs = clock.monotonic() - startedAt;
      if (isLong) say(`${this.name} is built, in ${(tookMs / 1000).toFixed(1)} s.`);
      for (const note of [...artifact.warnings, ...notes]) this.#note(note);
      return { runnable, holdsMs: this.#isWatched(artifact.inputs) ? Math.min(10_000, Math.max(1000, tookMs * 20)) : 0 };
    } catch (error) {
      onBuilt?.('unknown');
      throw error;
    } finally {
      cancel();
    }
  }

  /** Whether changes of its sources are heard of. Of what is installed none are: that is looked at now and then. */
  #isWatched(inputs: readonly string[]): boolean {
    return inputs.every((path) => isWithin(this.definition.folder, path) || path.includes('node_modules'));
  }

  #say(line: string): void {
    this.#ports.say(`${this.name}: ${line}`);
  }

  #note(note: string): void {
    if (this.#said.has(note)) return;
    this.#said.add(note);
    this.#say(note);
  }
}

/** What a person waits for without a word. */
const LONG_MS = 400;

/** What the template says, with the defaults of its parameters. */
function settingsOf(definition: FunctionDefinition): FunctionSettings {
  const { execution, environment } = definition;
  const known = <T>(value: Value<T> | undefined, fallback: T): T => (value && valueForRuns(value)) ?? fallback;
  const logGroup = known<string | undefined>(execution?.logging.group, undefined);
  return {
    runtime: known(definition.runtime, ''),
    handler: known(definition.handler, ''),
    role: known(definition.role, localRole),
    description: known(definition.description, ''),
    timeoutSeconds: known(definition.timeoutSeconds, defaultSettings.timeoutSeconds),
    memoryMb: known(definition.memoryMb, defaultSettings.memoryMb),
    environment: Object.fromEntries(
      Object.entries(environment).flatMap(([name, value]) => {
        const text = valueForRuns(value);
        return text === undefined ? [] : [[name, text]];
      }),
    ),
    architecture: known<string>(definition.architecture, defaultSettings.architecture),
    ephemeralStorageMb: known(definition.ephemeralStorageMb, defaultSettings.ephemeralStorageMb),
    layers: known<readonly string[]>(definition.layers, []),
    tracingMode: defaultSettings.tracingMode,
    logFormat: known<string>(execution?.logging.format, defaultSettings.logFormat),
    ...(logGroup === undefined ? {} : { logGroup }),
  };
}
