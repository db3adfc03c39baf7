import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { AnyRouter } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from './context.ts';
import { messageEncoder } from './message-encoder.ts';
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
const tooManyCode = 4429;
/** What one page may send in ten seconds, and how many pages one session may keep open. */
const messagesMax = 300;
const messagesWindowMs = 10_000;
const connectionsPerSessionMax = 30;

type Connection = { session: SignedIn; ended: AbortController };

/** Without `Authorization`: a connection belongs to its session, and must end with it. */
const toHeaders = (request: IncomingMessage): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === 'authorization') continue;
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
};

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** Ends a connection that sends more than a page ever would. */
function limitMessages(client: WebSocket): void {
  let count = 0;
  const timer = setInterval(() => {
    count = 0;
  }, messagesWindowMs);
  client.on('close', () => clearInterval(timer));
  client.on('message', () => {
    count += 1;
    if (count <= messagesMax || client.readyState !== client.OPEN) return;
    client.close(tooManyCode, 'too many messages');
    client.terminate();
  });
}

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
  const openBySession = new Map<string, number>();

  const count = ({ sessionId }: SignedIn, change: 1 | -1): void => {
    const openCount = (openBySession.get(sessionId) ?? 0) + change;
    if (openCount > 0) openBySession.set(sessionId, openCount);
    else openBySession.delete(sessionId);
  };

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const headers = toHeaders(request);
    if (request.url?.split('?')[0] !== '/trpc') return refuse(socket, '404 Not Found');
    if (headers.get('origin') === null || !isTrustedOrigin(headers, trustedOrigins)) {
      return refuse(socket, '403 Forbidden');
    }
    const session = await sessions.find(headers);
    if (session === null) return refuse(socket, '401 Unauthorized');
    const openCount = openBySession.get(session.sessionId) ?? 0;
    if (openCount >= connectionsPerSessionMax) return refuse(socket, '429 Too Many Requests');
    wss.handleUpgrade(request, socket, head, (client) => {
      const ended = new AbortController();
      connections.set(request, { session, ended });
      const unwatch = sessions.watch(session, () => {
        ended.abort();
        client.close(sessionEndedCode, 'the session ended');
      });
      count(session, 1);
      limitMessages(client);
      client.on('close', () => {
        count(session, -1);
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
    experimental_encoder: messageEncoder,
    keepAlive: { enabled: true, pingMs: 25_000, pongWaitMs: 10_000 },
    createContext: async ({ req, res }) => {
      const requestContext = await requestContextOf(toHeaders(req), parts.newId());
      const connection = connections.get(req);
      return {
        ...requestContext,
        ...(connection === undefined ? {} : { connectionSignal: connection.ended.signal }),
        whenWritable: () => (res.bufferedAmount > unsentBytesMax ? whenWritable(res) : undefined),
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
