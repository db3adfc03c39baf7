import pg from 'pg';
import type { Logger } from './context.ts';

export type Listener = (payload: string) => void;

export type Notifications = {
  on(channel: string, listener: Listener): void;
  /** Called when the connection is there (again): whatever was announced meanwhile has been missed. */
  onReconnect(listener: () => void): void;
  /** False while announcements may be missed; caches that rely on them must then be passed by. */
  isListening(): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const retryMs = 500;
const pingEveryMs = 15_000;

/**
 * One connection that hears PostgreSQL's NOTIFY, renewed whenever it breaks. What is heard is only a hint: nothing
 * that must not be lost travels this way.
 */
export function createNotifications({
  connectionString,
  log,
}: {
  connectionString: string;
  log: Logger;
}): Notifications {
  const listeners = new Map<string, Listener[]>();
  const reconnected: (() => void)[] = [];
  let client: pg.Client | undefined;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;
  let ping: NodeJS.Timeout | undefined;

  function lose(lost: pg.Client, error?: Error): void {
    if (client !== lost) return;
    client = undefined;
    clearInterval(ping);
    void lost.end().catch(() => undefined);
    if (isStopped) return;
    log.warn({ err: error }, 'the connection for announcements broke; it is being renewed');
    retry = setTimeout(() => void reconnect(), retryMs);
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString,
      application_name: 'coplan-notifications',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    next.on('error', (error) => lose(next, error));
    next.on('end', () => lose(next));
    next.on('notification', ({ channel, payload }) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload ?? '');
    });
    try {
      await next.connect();
      for (const channel of listeners.keys()) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      void next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    ping = setInterval(() => {
      next.query('select 1').catch((error: Error) => lose(next, error));
    }, pingEveryMs);
    for (const listener of reconnected) listener();
  }

  async function reconnect(): Promise<void> {
    try {
      await connect();
    } catch (error) {
      log.warn({ err: error }, 'the connection for announcements cannot be renewed yet');
      if (!isStopped) retry = setTimeout(() => void reconnect(), retryMs);
    }
  }

  return {
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
    onReconnect: (listener) => {
      reconnected.push(listener);
    },
    isListening: () => client !== undefined,
    start: connect,
    async stop() {
      isStopped = true;
      clearTimeout(retry);
      clearInterval(ping);
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
