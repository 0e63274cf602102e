import type { PlainRequest } from '../plainHttp/plainRequest.ts';
import { plainAnswer } from '../plainHttp/servePlainly.ts';
import { type Reply, sendAccepted } from './replies.ts';
import type { Answer } from './runtimeExchange.ts';

/** One of the two requests of a warm function, or that of our bootstraps before they load a function whose code isn't there yet. */
export type DirectRequest = { readonly host: string } & (
  | { readonly kind: 'next' }
  | { readonly kind: 'begin' }
  | {
      readonly kind: 'answer';
      readonly requestId: string;
      readonly isError: boolean;
      readonly contentType: string | undefined;
      readonly errorType: string | undefined;
      readonly body: Uint8Array;
    }
);

const ANSWER = /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/(response|error)$/;

/** `undefined` where it is for the HTTP server. */
export function directRequest({ method, url, headers, body }: PlainRequest): DirectRequest | undefined {
  const { host = '' } = headers;
  if (method === 'GET') {
    if (body.length > 0) return undefined;
    if (url === '/2018-06-01/runtime/invocation/next') return { kind: 'next', host };
    return url === '/lambda-workbench/begin' ? { kind: 'begin', host } : undefined;
  }
  const [, requestId, word] = (method === 'POST' && ANSWER.exec(url)) || [];
  if (requestId === undefined) return undefined;
  const [contentType, errorType] = [headers['content-type'], headers['lambda-runtime-function-error-type']];
  return { kind: 'answer', host, requestId, isError: word === 'error', contentType, errorType, body };
}

/** What is said to an answer that is taken. */
export const ACCEPTED = bytesOf(sendAccepted);

export function answerOf({
  isError,
  body,
  errorType,
  contentType = 'application/json',
}: DirectRequest & { readonly kind: 'answer' }): Answer {
  if (!isError) return { kind: 'response', body, contentType };
  return { kind: 'error', failure: { body, ...(errorType !== undefined && { errorType }) } };
}

/** What the Runtime API says to it, sent in one piece. */
export function directReply(answer: (bytes: Buffer) => void): Reply {
  let [status, headers]: [number, Readonly<Record<string, string | number>>] = [200, {}];
  return {
    writeHead(newStatus, newHeaders) {
      status = newStatus;
      headers = newHeaders;
    },
    end: (body) => answer(plainAnswer(status, Object.entries(headers), body)),
  };
}

function bytesOf(say: (reply: Reply) => void): Buffer {
  const said: Buffer[] = [];
  say(directReply((bytes) => said.push(bytes)));
  return Buffer.concat(said);
}
