/** Where an answer goes: what it takes of Node's `ServerResponse`. */
export interface Reply {
  writeHead(status: number, headers: Readonly<Record<string, string | number>>): unknown;
  end(body: string | Uint8Array): unknown;
}

/** Answers of the Runtime, Extensions and Telemetry APIs. Always with a length: clients written on bare sockets don't read chunks. */
export function send(reply: Reply, status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
  reply.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), ...headers });
  reply.end(text);
}

export function sendAccepted(reply: Reply): void {
  send(reply, 202, '{"status":"OK"}\n');
}

export function sendFailure(reply: Reply, status: number, errorType: string, errorMessage: string): void {
  send(reply, status, `${JSON.stringify({ errorMessage, errorType })}\n`);
}
