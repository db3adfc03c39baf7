import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { AnyRouter } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from './context.ts';
import { isTrustedOrigin } from './origin.ts';
import type { RequestContext } from './request-context.ts';
import type { Sessions, SignedIn } from './sign-in/sessions.ts';

export type SocketParts = {
  router: AnyRouter;
  sessions: Sessions;
  trustedOrigins: readonly string[];
  log: Logger;
  newId(): string;
  requestContextOf(headers: Headers, requestId: string): Promise<RequestContext>;
};

export type Sockets = { counts(): { open: number }; stop(): Promise<void> };

/** Closed because the session ended or changed: the page connects again, and signs in again where it must. */
export const sessionEndedCode = 4401;
const tooSlowCode = 4408;
/** What may lie unsent per connection before its events wait. */
const unsentBytesMax = 64 * 1024;
const stalledForMsMax = 60_000;
const drainPollMs = 50;
const messageSizeMax = 256 * 1024;

type Connection = { session: SignedIn; ended: AbortController };

const toHeaders = (request: IncomingMessage): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
};

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** Waits until the connection has sent most of what it holds; ends it when that takes too long. */
async function whenWritable(client: WebSocket): Promise<void> {
  for (let waitedMs = 0; client.bufferedAmount > unsentBytesMax; waitedMs += drainPollMs) {
    if (client.readyState !== client.OPEN) return;
    if (waitedMs >= stalledForMsMax) {
      client.close(tooSlowCode, 'too slow');
      client.terminate();
      return;
    }
    await pause(drainPollMs);
  }
}

/**
 * WebSockets at `/trpc`, for signed-in browsers of our own origin only. A connection ends with its session: the moment
 * that is revoked, changes organisation, or expires.
 */
export function attachSockets(server: Server, parts: SocketParts): Sockets {
  const { sessions, trustedOrigins, log, requestContextOf } = parts;
  const wss = new WebSocketServer({ noServer: true, maxPayload: messageSizeMax, perMessageDeflate: false });
  const connections = new WeakMap<IncomingMessage, Connection>();

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const headers = toHeaders(request);
    if (new URL(request.url ?? '/', 'http://server').pathname !== '/trpc')
      return refuse(socket, '404 Not Found');
    if (headers.get('origin') === null || !isTrustedOrigin(headers, trustedOrigins)) {
      return refuse(socket, '403 Forbidden');
    }
    const session = await sessions.find(headers);
    if (session === null) return refuse(socket, '401 Unauthorized');
    wss.handleUpgrade(request, socket, head, (client) => {
      const ended = new AbortController();
      connections.set(request, { session, ended });
      const unwatch = sessions.watch(session, () => {
        ended.abort();
        client.close(sessionEndedCode, 'the session ended');
      });
      client.on('close', () => {
        unwatch();
        ended.abort();
      });
      client.on('error', (error) => log.debug({ err: error }, 'a connection broke'));
      wss.emit('connection', client, request);
    });
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => {
      log.error({ err: error }, 'a WebSocket could not be opened');
      refuse(socket, '500 Internal Server Error');
    });
  });

  const handler = applyWSSHandler({
    wss,
    router: parts.router,
    keepAlive: { enabled: true, pingMs: 25_000, pongWaitMs: 10_000 },
    createContext: async ({ req, res }) => {
      const requestContext = await requestContextOf(toHeaders(req), parts.newId());
      const connection = connections.get(req);
      return {
        ...requestContext,
        ...(connection === undefined ? {} : { connectionSignal: connection.ended.signal }),
        whenWritable: () => whenWritable(res),
      };
    },
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') log.error({ err: error, path }, 'a procedure failed');
    },
  });

  return {
    counts: () => ({ open: wss.clients.size }),
    async stop() {
      handler.broadcastReconnectNotification();
      for (const client of wss.clients) client.close(1001, 'the server is restarting');
      const timer = setTimeout(() => {
        for (const client of wss.clients) client.terminate();
      }, 1_000);
      await new Promise<void>((resolve) => wss.close(() => resolve()));
      clearTimeout(timer);
    },
  };
}
