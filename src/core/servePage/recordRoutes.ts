import { type ApiRequest, type ApiResponse, PAGE_PREFIX, type Route } from '../local/api.ts';
import type { TableCarrier } from '../project/messaging/model.ts';
import { itemOf } from '../sources/attributeValue.ts';
import { putData } from '../sources/kinesisRoutes.ts';
import type { Stream } from '../sources/stream.ts';
import type { Streams } from '../sources/streams.ts';
import type { Item, Tables } from '../sources/tables.ts';
import { BACK, missing, shown } from './answers.ts';
import { streamPage, tablePage } from './pages.ts';

/** Where records for streams and changes of tables are written, and what their buttons do. */
export function recordRoutes(streams: Streams, tables: Tables): readonly Route[] {
  const find = (kind: 'stream' | 'table', { params }: ApiRequest) => streams.find(kind, params['name'] ?? '');
  const none = ({ params }: ApiRequest) => missing(`There is no stream ${params['name'] ?? ''}.`);
  const route = (
    operation: string,
    method: string,
    kind: 'stream' | 'table',
    run: (stream: Stream, request: ApiRequest) => ApiResponse,
  ): Route => ({
    operation,
    method,
    path: `${PAGE_PREFIX}${kind}s/{name}`,
    maxBodyBytes: 1_048_576,
    run(request) {
      const stream = find(kind, request);
      return stream === undefined ? none(request) : run(stream, request);
    },
  });
  return [
    route('StreamPage', 'GET', 'stream', ({ carrier }) => shown(streamPage(carrier.name))),
    route('PutRecordOfPage', 'POST', 'stream', (stream, request) => {
      const form = formOf(request);
      putData(streams, stream, Buffer.from(form.get('data') ?? ''), form.get('key') || '1');
      return BACK;
    }),
    route('TablePage', 'GET', 'table', ({ carrier }) => shown(tablePage(carrier.name, (carrier as TableCarrier).keys))),
    route('PutChangeOfPage', 'POST', 'table', (table, request) => {
      const form = formOf(request);
      const [newImage, oldImage] = [imageOf(form.get('new')), imageOf(form.get('old'))];
      const { name, keys } = table.carrier as TableCarrier;
      if (newImage === 'wrong' || oldImage === 'wrong')
        return { ...shown(tablePage(name, keys, 'An image must be a JSON object.')), status: 400 };
      if (newImage === undefined && oldImage === undefined)
        return { ...shown(tablePage(name, keys, 'A change has a new image, an old one, or both.')), status: 400 };
      tables.record(table, { ...(newImage && { newImage }), ...(oldImage && { oldImage }) });
      return BACK;
    }),
  ];
}

function formOf({ body }: ApiRequest): URLSearchParams {
  return new URLSearchParams(Buffer.from(body).toString('utf8'));
}

function imageOf(text: string | null): Item | 'wrong' | undefined {
  if (text === null || text.trim() === '') return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? itemOf(value as Item) : 'wrong';
  } catch {
    return 'wrong';
  }
}
