import { Buffer } from 'node:buffer';
import type { HttpRequest, HttpResponse } from '../model.ts';
import type { WebSocketFront } from './front.ts';

/** Bytes of a message that a function sends. */
export const MAX_MESSAGE_BYTES = 128 * 1024;

/** API Gateway's management API, by which functions send to those who are connected: `@connections`, with the stage before it or not. */
export function manage(front: WebSocketFront, { method, path, body }: HttpRequest): HttpResponse {
  const id = /^(?:\/[^/@]+)?\/@connections\/([^/]+)$/.exec(path)?.[1];
  if (id === undefined) {
    const advice = 'Connect to it with a WebSocket client, or send to those who are connected at /@connections/{connectionId}.';
    return answer(404, { message: `This is the WebSocket API ${front.api.name}. ${advice}` }, 'NotFoundException');
  }
  const connection = front.connection(decodedId(id));
  if (connection === undefined) return answer(410, { message: 'The connection is gone.' }, 'GoneException');
  const { client, line, lastActiveAt } = connection;
  switch (method) {
    case 'POST':
      if (body.byteLength > MAX_MESSAGE_BYTES) {
        return answer(413, { message: `A message has no more than ${MAX_MESSAGE_BYTES} bytes.` }, 'PayloadTooLargeException');
      }
      line.send(Buffer.from(body).toString('utf8'));
      return answer(200);
    case 'GET': {
      const userAgent = client.request.headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? '';
      const identity = { sourceIp: client.arrival.sourceIp, userAgent };
      return answer(200, { connectedAt: timeOf(client.connectedAt), identity, lastActiveAt: timeOf(lastActiveAt) });
    }
    case 'DELETE':
      line.close(1000, '');
      return answer(204);
    default:
      return answer(403, { message: 'Missing Authentication Token' }, 'MissingAuthenticationTokenException');
  }
}

/** Some clients encode it twice. */
function decodedId(id: string): string {
  try {
    return decodeURIComponent(decodeURIComponent(id));
  } catch {
    return id;
  }
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}

function answer(status: number, body?: unknown, errorType?: string): HttpResponse {
  return {
    status,
    headers: [['content-type', 'application/json'], ...(errorType === undefined ? [] : [['x-amzn-ErrorType', errorType] as const])],
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  };
}
