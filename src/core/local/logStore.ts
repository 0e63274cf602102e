import type { RawLogEvent } from '../logs/model.ts';
import type { Clock } from '../ports.ts';

export interface StoredEvent {
  /** 56 digits that sort by timestamp, then by arrival: the order of every answer. */
  readonly id: string;
  readonly stream: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface StoredStream {
  readonly name: string;
  readonly creationTime: number;
}

export interface StoredGroup {
  readonly name: string;
  readonly creationTime: number;
  readonly retentionInDays: number | undefined;
  readonly streams: ReadonlyMap<string, StoredStream>;
  /** In order of `id`. */
  events(): readonly StoredEvent[];
}

/**
 * The log groups of the local cloud, in memory only: they end with the session, as a terminal's text does. Each holds its newest
 * events up to a bound. A group and its stream come into being with their first line.
 */
export interface LogStore {
  /** A line of a function, which is also told to `onLog`, under the id that FilterLogEvents gives it. */
  appendLine(functionName: string, group: string, line: RawLogEvent): void;
  append(group: string, stream: string, events: readonly { readonly timestamp: number; readonly message: string }[]): void;
  /** By name. */
  groups(): readonly StoredGroup[];
  group(name: string): StoredGroup | undefined;
  /** False where it is there already. */
  createGroup(name: string): boolean;
  createStream(group: string, stream: string): boolean;
  deleteGroup(name: string): void;
  setRetention(name: string, days: number | undefined): void;
}

const MAX_EVENTS = 20_000;
const MAX_GROUPS = 1_000;

interface MutableGroup extends StoredGroup {
  retentionInDays: number | undefined;
  readonly streams: Map<string, StoredStream>;
  stored: KeptEvent[];
  /** `stored`, in order. */
  kept(): KeptEvent[];
  sorted: boolean;
}

export function createLogStore(clock: Clock, onLog: ((event: RawLogEvent) => void) | undefined): LogStore {
  const groups = new Map<string, MutableGroup>();
  let arrivals = 0;

  const ensureGroup = (name: string): MutableGroup => {
    const found = groups.get(name);
    if (found !== undefined) return found;
    const group: MutableGroup = {
      name,
      creationTime: clock.now(),
      retentionInDays: undefined,
      streams: new Map(),
      stored: [],
      sorted: true,
      kept() {
        if (!group.sorted) group.stored.sort((a, b) => a.timestamp - b.timestamp || a.arrival - b.arrival);
        group.sorted = true;
        return group.stored;
      },
      events: () => group.kept(),
    };
    groups.set(name, group);
    for (const oldest of groups.keys()) if (groups.size > MAX_GROUPS) groups.delete(oldest);
    return group;
  };
  const ensureStream = (group: MutableGroup, name: string): void => {
    if (!group.streams.has(name)) group.streams.set(name, { name, creationTime: clock.now() });
  };
  const store = (groupName: string, stream: string, timestamp: number, message: string): StoredEvent => {
    const group = ensureGroup(groupName);
    ensureStream(group, stream);
    const event = new KeptEvent(stream, Math.max(0, Math.floor(timestamp)), clock.now(), message, ++arrivals);
    group.sorted &&= (group.stored.at(-1)?.timestamp ?? 0) <= event.timestamp;
    group.stored.push(event);
    if (group.stored.length > MAX_EVENTS * 1.1) group.stored = group.kept().slice(-MAX_EVENTS);
    return event;
  };

  return {
    appendLine(functionName, group, line) {
      // Events of functions end with a newline, as CloudWatch has them.
      const message = line.text.endsWith('\n') ? line.text : `${line.text}\n`;
      const { id } = store(group, line.logStream, line.timestamp, message);
      const { source } = line;
      const isKnown = source.target === 'local-cloud' && source.functionName === functionName;
      onLog?.({ ...line, id, source: isKnown ? source : { target: 'local-cloud', functionName } });
    },
    append(group, stream, events) {
      for (const { timestamp, message } of events) store(group, stream, timestamp, message);
    },
    groups: () => [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    group: (name) => groups.get(name),
    createGroup(name) {
      if (groups.has(name)) return false;
      ensureGroup(name);
      return true;
    },
    createStream(groupName, stream) {
      const group = ensureGroup(groupName);
      if (group.streams.has(stream)) return false;
      ensureStream(group, stream);
      return true;
    },
    deleteGroup(name) {
      groups.delete(name);
    },
    setRetention(name, days) {
      ensureGroup(name).retentionInDays = days;
    },
  };
}

/** Tens of thousands are kept and few are asked for: what an id is made of is kept, and not the id. */
class KeptEvent implements StoredEvent {
  readonly stream: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly arrival: number;

  constructor(stream: string, timestamp: number, ingestionTime: number, message: string, arrival: number) {
    this.stream = stream;
    this.timestamp = timestamp;
    this.ingestionTime = ingestionTime;
    this.message = message;
    this.arrival = arrival;
  }

  get id(): string {
    return `3${String(this.timestamp).padStart(19, '0')}${String(this.arrival).padStart(36, '0')}`;
  }
}
