/** The one client of the server: queries and commands over HTTP, events over one WebSocket. */
import { keepPreviousData, QueryCache, QueryClient } from '@tanstack/react-query';
import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  httpLink,
  splitLink,
  TRPCClientError,
  wsLink,
} from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter, ErrorData } from './api-types.ts';
import { randomUuid } from './random-uuid.ts';
import { retryDroppedConnection } from './retry-dropped-connection.ts';

const staleMs = 30_000;

/** What the server said when it refused; `undefined` when it was not reached at all. */
export function errorData(error: unknown): ErrorData | undefined {
  if (!(error instanceof TRPCClientError)) return undefined;
  const data: unknown = error.data;
  return typeof data === 'object' && data !== null && 'code' in data ? (data as ErrorData) : undefined;
}

/** Refusals stay refusals: only a server that could not be reached or broke is asked again. */
const isWorthRetrying = (failureCount: number, error: unknown): boolean =>
  failureCount < 2 && (errorData(error)?.httpStatus ?? 500) >= 500;

/** A session that has ended is not an error of a page: sign-in brings back here. */
function leaveWithoutSession(error: unknown): void {
  if (errorData(error)?.code !== 'UNAUTHORIZED' || location.pathname === '/sign-in') return;
  location.assign(`/sign-in?${new URLSearchParams({ from: location.pathname + location.search })}`);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWithoutSession }),
  defaultOptions: { queries: { staleTime: staleMs, retry: isWorthRetrying, refetchOnWindowFocus: true } },
});

const webSocketUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`;

/** Opens with the first subscription; comes back by itself, never more often than every ten seconds. */
export const webSocketClient = createWSClient({
  url: webSocketUrl,
  lazy: { enabled: true, closeMs: 1000 },
  retryDelayMs: (attempt) => Math.min(10_000, 500 * 2 ** attempt),
  keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 5_000 },
});

export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: wsLink({ client: webSocketClient }),
      false: splitLink({
        condition: (operation) => operation.type === 'mutation',
        // A command carries its own key, so that asking twice does it once.
        true: httpLink({
          url: '/trpc',
          headers: () => ({ 'idempotency-key': randomUuid() }),
          fetch: retryDroppedConnection,
        }),
        false: httpBatchLink({ url: '/trpc', maxURLLength: 6000 }),
      }),
    }),
  ],
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });

/** For lists whose filter changes: the old rows stay until the new ones are there. */
export const keepRows = { placeholderData: keepPreviousData } as const;
