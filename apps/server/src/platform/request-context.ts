import type pg from 'pg';
import type { Context } from './context.ts';
import type { IssueEdiTicket } from './edi-tickets.router.ts';
import type { EventFeed, WhenWritable } from './realtime.ts';
import type { Accounts } from './sign-in/accounts.ts';
import type { SignedIn } from './sign-in/sessions.ts';

export type OrganisationCard = { id: string; name: string; kind: string; currency: string; timeZone: string };

/** What the platform's own procedures use besides the context; slices never see it. */
export type PlatformParts = {
  authPool: pg.Pool;
  accounts: Accounts;
  feed: EventFeed;
  issueEdiTicket: IssueEdiTicket;
  /** The organisation of the context; supplied by whoever composes the app, because the platform knows no business. */
  describeOrganisation(context: Context): Promise<OrganisationCard>;
};

/** What every request brings: who asks, if anybody, and how the answer is to be traced. */
export type RequestContext = {
  requestId: string;
  /** Null without a valid session or key, or when the user belongs to no organisation. */
  context: Context | null;
  session: SignedIn | null;
  idempotencyKey: string | null;
  parts: PlatformParts;
  /** Of a WebSocket: aborts when the session ends. */
  connectionSignal?: AbortSignal | undefined;
  /** Of a WebSocket: waits while too much is unsent. */
  whenWritable?: WhenWritable | undefined;
};
