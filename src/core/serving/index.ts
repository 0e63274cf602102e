import type { Analysis, FolderSnapshot } from '../analysis/model.ts';
import type { Delivery } from '../asynchronous.ts';
import { describeError } from '../errors.ts';
import { type HttpServing, type ServedFront, serveHttp } from '../http/index.ts';
import { PortNumbers } from '../http/portNumbers.ts';
import type { Invoke } from '../http/ports.ts';
import { type ServedWebSocket, WebSockets } from '../http/webSocket/index.ts';
import type { LocalCloud } from '../local/index.ts';
import type { LayerFinder } from '../localLayers.ts';
import type { Packager } from '../package/index.ts';
import type { Clock, FileSystem, Logger, WatchFolder } from '../ports.ts';
import { servePageRoutes } from '../servePage/routes.ts';
import { type BusEvent, Buses } from '../sources/buses.ts';
import { Destinations } from '../sources/destinations.ts';
import { dynamoRoutes } from '../sources/dynamoRoutes.ts';
import { eventsRoutes } from '../sources/eventsRoutes.ts';
import { kinesisRoutes } from '../sources/kinesisRoutes.ts';
import type { Source } from '../sources/model.ts';
import { Queues } from '../sources/queues.ts';
import { sourcesOf } from '../sources/read.ts';
import { type CarrierTarget, type Parcel, Receivers, type Sender } from '../sources/receivers.ts';
import { Schedules } from '../sources/schedules.ts';
import { snsRoutes } from '../sources/snsRoutes.ts';
import { sqsRoutes } from '../sources/sqsRoutes.ts';
import { Streams } from '../sources/streams.ts';
import { Tables } from '../sources/tables.ts';
import { Topics } from '../sources/topics.ts';
import { changesBetween, type ServedView } from './changes.ts';
import { FolderFunctions } from './folderFunctions.ts';
import { Follower } from './follower.ts';
import { LastGood } from './lastGood.ts';
import { ServableNames } from './servableNames.ts';
import { Trust } from './trust.ts';

export interface ServeFolderOptions {
  /** Absolute. */
  readonly folder: string;
  readonly analysis: Analysis;
  readonly cloud: LocalCloud;
  readonly packager: Packager;
  readonly layers: Pick<LayerFinder, 'layersOf'>;
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly watch: WatchFolder;
  /** Of Lambda's API; the fronts take the next ones. 0 takes free ones. */
  readonly port: number;
  /** Whether schedules fire by themselves. */
  readonly onTime: boolean;
  /** A line for the person who watches. */
  readonly say: (line: string) => void;
}

/** A folder that is served: its functions, APIs, URLs, schedules and queues are those that it defines at any moment. */
export interface ServedFolder {
  readonly endpoint: string;
  readonly functions: readonly string[];
  readonly fronts: readonly ServedFront[];
  readonly webSockets: readonly ServedWebSocket[];
  close(): Promise<void>;
}

/** Serves what a folder defines, and follows its edits. Rejects with WorkbenchError `port-in-use`. */
export async function serveFolder(options: ServeFolderOptions): Promise<ServedFolder> {
  const serving = new Serving(options);
  try {
    await serving.open();
    return serving;
  } catch (error) {
    await serving.close();
    throw error;
  }
}

class Serving implements ServedFolder {
  readonly #options: ServeFolderOptions;
  readonly #closing = new AbortController();
  readonly #schedules: Schedules;
  readonly #queues: Queues;
  readonly #streams: Streams;
  readonly #tables: Tables;
  readonly #topics: Topics;
  readonly #buses: Buses;
  readonly #destinations: Destinations;
  readonly #functions: FolderFunctions;
  readonly #follower: Follower;
  readonly #lastGood: LastGood;
  readonly #names = new ServableNames();
  readonly #trust: Trust;
  #http: HttpServing | undefined;
  #webSockets: WebSockets | undefined;
  #stopWatching = () => {};
  /** Whether changes are heard of. */
  #isWatching = true;
  #sources: readonly Source[] = [];
  readonly #said = new Set<string>();
  endpoint = '';

  constructor(options: ServeFolderOptions) {
    const { cloud, packager, layers, files, clock, logger, say } = options;
    this.#options = options;
    const ports = { clock, logger, run: (name: string, event: Uint8Array, caller: string) => cloud.invoke(name, event, { caller }) };
    this.#schedules = new Schedules(ports);
    this.#queues = new Queues(ports);
    const receivers = new Receivers({
      call: (name, event, from) => cloud.send(name, event, from),
      send: (to, parcel, from) => this.#send(to, parcel, from),
      warn: (message, error) => logger.warn(message, error),
    });
    this.#topics = new Topics({ clock, receivers, say });
    this.#buses = new Buses({ clock, receivers, say });
    this.#destinations = new Destinations({
      ...{ clock, say, receivers, queues: this.#queues, topics: this.#topics, buses: this.#buses },
      functions: () => this.#functions.definitions,
    });
    this.#streams = new Streams({ ...ports, deliver: (target, message) => this.#destinations.deliver(target, message, 0) });
    this.#tables = new Tables(this.#streams);
    this.#trust = new Trust(files, clock);
    this.#lastGood = new LastGood(files, say);
    this.#follower = new Follower(clock, () => this.#follow());
    const changes = () => (this.#isWatching ? this.#follower.changes : undefined);
    this.#functions = new FolderFunctions({ packager, layers, clock, signal: this.#closing.signal, changes, say });
  }

  get functions(): readonly string[] {
    return this.#options.cloud.functions().map(({ name }) => name);
  }

  get fronts(): readonly ServedFront[] {
    return this.#http?.served ?? [];
  }

  get webSockets(): readonly ServedWebSocket[] {
    return this.#webSockets?.served ?? [];
  }

  async open(): Promise<void> {
    const { folder, analysis, cloud, clock, logger, watch, port, onTime } = this.#options;
    // Before the first look, so that no change falls between the two.
    this.#stopWatching = await watch(folder, { onChange: (path) => this.#heardOf(path), onLost: (why) => this.#lose(why) });
    const ready = () => this.#ready();
    this.endpoint = (
      await cloud.listen({
        port,
        services: this.#services(),
        ready,
        variables: () => this.#trust.variables,
        deliver: (delivery, hops) => this.#deliver(delivery, hops),
      })
    ).endpoint;
    const invoke: Invoke = (name, payload, { closing, ...options }) => cloud.invoke(name, payload, { ...options, signal: closing });
    const shared = { invoke, clock, logger, ready, numbers: new PortNumbers(port === 0 ? undefined : port + 1) };
    this.#http = await serveHttp([], shared);
    this.#webSockets = new WebSockets({ ...shared, certificate: () => this.#trust.certificate() });
    await this.#apply(await analysis.snapshot(folder));
    if (onTime) this.#schedules.start();
  }

  async close(): Promise<void> {
    this.#stopWatching();
    this.#follower.stop();
    this.#closing.abort();
    this.#schedules.stop();
    this.#queues.stop();
    this.#streams.stop();
    await this.#follower.settled();
    await Promise.all([this.#http?.close(), this.#webSockets?.close()]);
    await this.#trust.dispose();
  }

  #services() {
    const { cloud, clock, onTime } = this.#options;
    const state = () => ({
      endpoint: this.endpoint,
      fronts: this.fronts,
      webSockets: this.webSockets,
      onTime,
      now: clock.now(),
      functions: cloud.functions(),
      recent: cloud.recentInvocations(),
    });
    const [queues, streams, tables, topics, buses] = [this.#queues, this.#streams, this.#tables, this.#topics, this.#buses];
    return [
      ...sqsRoutes(queues, clock),
      ...snsRoutes(topics),
      ...eventsRoutes(buses),
      ...kinesisRoutes(streams),
      ...dynamoRoutes(tables),
      ...servePageRoutes({ schedules: this.#schedules, queues, streams, tables, topics, buses, clock, state }),
    ];
  }

  #deliver({ kind, target, message }: Delivery, hops: number): boolean {
    const isHere = this.#destinations.deliver(target, message, hops);
    if (!isHere) this.#options.say(`AWS would send this to the ${kind} ${target}, which isn’t here: ${message}`);
    return isHere;
  }

  #send({ kind, id }: CarrierTarget, parcel: Parcel, { hops }: Sender): boolean {
    if (kind === 'queue') return this.#queues.send(id, [parcel]) !== undefined;
    if (kind === 'bus') return this.#toBus(id, parcel.body, hops);
    return this.#topics.publish(id, { message: parcel.body, attributes: {} }, { hops }) !== undefined;
  }

  /** A rule may send a text of its own, which is no event. */
  #toBus(bus: string, text: string, hops: number): boolean {
    const event = eventIn(text);
    if (event !== undefined) return this.#buses.send(bus, event, { hops });
    this.#options.say(`A rule’s input isn’t an event, which is all that the event bus ${bus} takes: ${text}`);
    return true;
  }

  #heardOf(path: string): void {
    this.#options.analysis.fileChanged(path);
    this.#follower.changed();
  }

  /** What was saved before a request came is told in the same turn of the loop as it, before or after. */
  async #ready(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#follower.settled();
  }

  #lose(why: string): void {
    this.#isWatching = false;
    this.#options.logger.warn(
      `${this.#options.folder} can’t be watched: ${why}. Functions are still built from the sources of now; start serve again after an edit of a template.`,
    );
  }

  async #follow(): Promise<void> {
    const { analysis, folder, logger, say } = this.#options;
    try {
      const before = this.#view();
      await this.#apply(await analysis.snapshot(folder));
      for (const line of changesBetween(before, this.#view())) say(line);
    } catch (error) {
      if (!this.#closing.signal.aborted)
        logger.error(`The changes in ${folder} could not be followed: ${describeError(error).message}`, error);
    }
  }

  async #apply(snapshot: FolderSnapshot): Promise<void> {
    const templates = await this.#lastGood.take(snapshot);
    const defined = this.#names.of(templates);
    const links = this.#functions.replace(defined.functions);
    await this.#options.cloud.link(links);
    await this.#http?.update([defined]);
    await this.#webSockets?.update(defined.webSockets);
    const served = new Set(links.map(({ definition }) => definition));
    const sources = sourcesOf(
      defined.sources.map((source) => ({ ...source, functions: source.functions.filter((definition) => served.has(definition)) })),
    );
    this.#sources = [...sources.schedules, ...sources.queues, ...sources.streams, ...sources.topics, ...sources.rules];
    this.#schedules.replace(sources.schedules);
    this.#queues.replace(sources.queues, sources.carriers.queues);
    this.#streams.replace(sources.streams, sources.carriers.streams);
    this.#topics.replace(sources.topics, sources.carriers.topics);
    this.#buses.replace(sources.rules, sources.carriers.buses);
    for (const note of sources.notes) this.#sayOnce(note);
  }

  #sayOnce(note: string): void {
    if (this.#said.has(note)) return;
    this.#said.add(note);
    this.#options.say(note);
  }

  #view(): ServedView {
    return { functions: this.#functions.definitions, fronts: this.fronts, webSockets: this.webSockets, sources: this.#sources };
  }
}

function eventIn(text: string): BusEvent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as BusEvent) : undefined;
  } catch {
    return undefined;
  }
}
