import { randomUUID } from 'node:crypto';
import { localRegion } from '../localAccount.ts';
import type { TableCarrier } from '../project/messaging/model.ts';
import { streamArn } from './discarded.ts';
import type { Position, Stream, StreamRecord } from './stream.ts';
import type { Streams } from './streams.ts';

/** An item in DynamoDB's own form: `{"id": {"S": "1"}}`. */
export type Item = Readonly<Record<string, unknown>>;

/** A change of an item; an insertion has no old image, a removal no new one. */
export interface Change {
  readonly newImage?: Item;
  readonly oldImage?: Item;
}

/** The items of a folder's tables: what is put and deleted comes out of the table's stream. */
export class Tables {
  readonly #streams: Streams;
  /** By table and key. */
  readonly #items = new Map<string, Item>();

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  get all(): readonly Stream[] {
    return this.#streams.all.filter(({ carrier }) => carrier.kind === 'table');
  }

  find(reference: string): Stream | undefined {
    return this.#streams.find('table', reference);
  }

  get({ carrier }: Stream, item: Item): Item | undefined {
    return this.#items.get(placeOf(carrier as TableCarrier, item));
  }

  /** Returns what was there before. A change without an effect makes no record. */
  put(table: Stream, newImage: Item): Item | undefined {
    const place = placeOf(table.carrier as TableCarrier, newImage);
    const oldImage = this.#items.get(place);
    this.#items.set(place, newImage);
    if (JSON.stringify(oldImage) !== JSON.stringify(newImage)) this.record(table, { newImage, ...(oldImage && { oldImage }) });
    return oldImage;
  }

  delete(table: Stream, key: Item): Item | undefined {
    const place = placeOf(table.carrier as TableCarrier, key);
    const oldImage = this.#items.get(place);
    this.#items.delete(place);
    if (oldImage !== undefined) this.record(table, { oldImage });
    return oldImage;
  }

  /** Puts a change on the table's stream, whatever the table holds. */
  record(table: Stream, change: Change): StreamRecord {
    const carrier = table.carrier as TableCarrier;
    const keys = keysOf(carrier, change.newImage ?? change.oldImage ?? {});
    return this.#streams.add(table, JSON.stringify(keys), (position, arrivedAt) => {
      const record = recordOf(carrier, keys, change, position, arrivedAt);
      return { record, view: record };
    });
  }
}

function placeOf(carrier: TableCarrier, item: Item): string {
  return JSON.stringify([carrier.name, keysOf(carrier, item)]);
}

/** Where the table's key can't be told, the first attribute counts. */
function keysOf({ keys }: TableCarrier, item: Item): Item {
  const names = keys.length > 0 ? keys : Object.keys(item).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

function recordOf(carrier: TableCarrier, keys: Item, { newImage, oldImage }: Change, { sequenceNumber }: Position, arrivedAt: number) {
  const { view } = carrier;
  const shown = {
    ...(newImage !== undefined && view.startsWith('NEW') ? { NewImage: newImage } : {}),
    ...(oldImage !== undefined && /OLD/.test(view) ? { OldImage: oldImage } : {}),
  };
  return {
    eventID: randomUUID().replaceAll('-', ''),
    eventName: oldImage === undefined ? 'INSERT' : newImage === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: localRegion,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(arrivedAt / 1000),
      Keys: keys,
      ...shown,
      SequenceNumber: sequenceNumber,
      SizeBytes: JSON.stringify({ ...keys, ...shown }).length,
      StreamViewType: view,
    },
    eventSourceARN: streamArn(carrier),
  };
}
