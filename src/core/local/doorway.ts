import { createServer, type Socket } from 'node:net';

/** A port of 127.0.0.1 that is open before there is a server behind it: who connects waits for one. */
export interface Doorway {
  readonly port: number;
  /** Calls when the first one connects. */
  onKnock(listener: () => void): void;
  /** Hands over who waits, and who comes. */
  onConnection(take: (socket: Socket) => void): void;
  /** Cuts those who wait. */
  close(): void;
}

/** A free port. */
export async function openDoorway(): Promise<Doorway> {
  const waiting = new Set<Socket>();
  let knock: (() => void) | undefined;
  let take: ((socket: Socket) => void) | undefined;
  // Nothing is read before somebody is there to read it.
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    if (take !== undefined) return take(socket);
    socket.on('error', () => socket.destroy()).once('close', () => waiting.delete(socket));
    waiting.add(socket);
    knock?.();
    knock = undefined;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port: 0, host: '127.0.0.1' }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    onKnock(listener) {
      knock = listener;
    },
    onConnection(taker) {
      take = taker;
      for (const socket of waiting) taker(socket);
      waiting.clear();
    },
    close() {
      server.close();
      for (const socket of waiting) socket.destroy();
    },
  };
}
