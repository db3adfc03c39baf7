import pg from 'pg';
import type { Logger } from './context.ts';

export type Listener = (payload: string) => void;

export type Notifications = {
  on(channel: string, listener: Listener): void;
  /** Called when the connection is there (again): whatever was announced meanwhile has been missed. */
  onReconnect(listener: () => void): void;
  /** Holds a shared advisory lock as long as this process lives; taken again with every new connection. */
  holdLock(name: string): void;
  letGoOfLock(name: string): void;
  /** False while announcements may be missed; caches that rely on them must then be passed by. */
  isListening(): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const takeLock = 'select pg_advisory_lock_shared(hashtextextended($1, 0))';
const letGo = 'select pg_advisory_unlock_shared(hashtextextended($1, 0))';
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
  const lockNames = new Set<string>();
  let client: pg.Client | undefined;
  let isStopped = false;
  let asking: Promise<void> = Promise.resolve();
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

  /** One statement after the other: the connection is shared by whoever needs it. */
  function ask(on: pg.Client, sql: string, values: unknown[] = []): void {
    asking = asking.then(async () => {
      try {
        if (client === on) await on.query(sql, values);
      } catch (error) {
        lose(on, error as Error);
      }
    });
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
      for (const name of lockNames) await next.query(takeLock, [name]);
    } catch (error) {
      void next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    ping = setInterval(() => {
      ask(next, 'select 1');
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
    holdLock(name) {
      lockNames.add(name);
      if (client !== undefined) ask(client, takeLock, [name]);
    },
    letGoOfLock(name) {
      if (lockNames.delete(name) && client !== undefined) ask(client, letGo, [name]);
    },
    isListening: () => client !== undefined,
    start: async () => {
      if (client === undefined) await connect();
    },
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
