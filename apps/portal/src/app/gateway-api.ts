/**
 * The EDI gateway's operations API, asked by the browser itself: partner bytes never pass through the server. The
 * server gives a ticket that says who asks; it lasts some minutes and is renewed in time.
 */
import type { OperationsRouter } from '@coplan/edi-gateway';
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { client, queryClient } from './api.ts';

type GatewayRequest = Omit<RequestInit, 'signal'> & { signal?: AbortSignal | null | undefined };
type Ticket = { gatewayUrl: string; ticket: string; expiresAt: string };

const renewBeforeMs = 60_000;
const base = '/gateway-trpc';

let pending: Promise<Ticket> | undefined;
let held: Ticket | undefined;

async function ticketFor({ isRenewed }: { isRenewed: boolean }): Promise<Ticket> {
  const isFresh = held !== undefined && Date.parse(held.expiresAt) - Date.now() > renewBeforeMs;
  if (held !== undefined && isFresh && !isRenewed) return held;
  pending ??= client.ediTickets.issue.query().finally(() => {
    pending = undefined;
  });
  held = await pending;
  return held;
}

/** One try with the ticket at hand, and one with a new one: the old may have ended, or its key may be gone. */
async function askGateway(input: RequestInfo | URL | string, init?: GatewayRequest): Promise<Response> {
  const path = String(input).slice(String(input).indexOf(base) + base.length);
  const ask = async (isRenewed: boolean): Promise<Response> => {
    const { gatewayUrl, ticket } = await ticketFor({ isRenewed });
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${ticket}`);
    return fetch(`${gatewayUrl.replace(/\/$/, '')}/trpc${path}`, {
      ...(init as RequestInit),
      headers,
      credentials: 'omit',
    });
  };
  const first = await ask(false);
  if (first.status !== 401) return first;
  const second = await ask(true);
  if (second.status !== 401) return second;
  throw new Error(
    'The gateway does not take the tickets of the server: whoever runs this installation should compare their clocks and COPLAN_TICKET_KEYS',
  );
}

const link = { url: base, fetch: askGateway };

export const gatewayClient = createTRPCClient<OperationsRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'mutation',
      true: httpLink(link),
      false: httpBatchLink({ ...link, maxURLLength: 6000 }),
    }),
  ],
});

/** Queries and commands of the gateway, all below `edi`. */
export const gateway = createTRPCOptionsProxy<OperationsRouter>({ client: gatewayClient, queryClient });
