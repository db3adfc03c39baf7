import type { Clock, DocumentId, OrganisationId, UserId } from '@coplan/kernel';
import type { EntityManager } from '@mikro-orm/postgresql';

export const roles = [
  'buyer',
  'approver',
  'supplier-planner',
  'carrier-dispatcher',
  'clerk',
  'edi-coordinator',
  'admin',
  'edi',
  'answer',
] as const;
/**
 * What somebody may be in an organisation. `edi` is the API key of a partner's system or of the gateway, `answer` the
 * key in a link by which somebody without a seat answers one question.
 */
export type Role = (typeof roles)[number];

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** Who asks. The organisation comes from the session, the API key or the job, never from an input. */
export type Actor = {
  organisationId: OrganisationId;
  kind: 'user' | 'api-key' | 'job';
  userId: UserId | null;
  roles: readonly Role[];
  name: string;
  /** The key that was shown, where one was. */
  apiKeyId?: string;
};

/** Structured log: details first, then one sentence. */
export type Logger = {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

/** What an event, an audit entry or a document is about, e.g. `{ kind: 'order', id }`. */
export type Subject = { kind: string; id: string };

export type EventToPublish = {
  /** Past tense, `slice.noun-verb-ed`. */
  type: string;
  audience: readonly OrganisationId[];
  subject: Subject;
  payload: JsonObject;
};

export type AuditEntry = {
  command: string;
  subject: Subject;
  before?: JsonObject;
  after?: JsonObject;
  reason?: string;
};

export type JobOptions = {
  /** A job with the same key that has not started yet is replaced instead of queued twice. */
  key?: string;
  runAt?: Date;
};

export type DocumentToSend = {
  documentType: string;
  receiverOrganisationId: OrganisationId;
  body: JsonObject;
  subject: Subject;
};

/** A mail to one person. The same key again is the same mail and goes out once. */
export type MailToSend = { key: string; to: string; subject: string; text: string; html?: string };

/** One database transaction of one organisation; everything in it is committed together or not at all. */
export type Transaction = {
  /** MikroORM on this very connection; flushed before the commit. */
  em: EntityManager;
  query<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  publish(event: EventToPublish): Promise<void>;
  audit(entry: AuditEntry): Promise<void>;
  enqueue(job: string, payload: JsonObject, options?: JobOptions): Promise<void>;
  sendDocument(document: DocumentToSend): Promise<DocumentId>;
  /** Queues a mail for after the commit: to the SMTP server, or into the mail folder. */
  sendMail(mail: MailToSend): Promise<void>;
};

/** The database as the actor's organisation sees it: row-level security does the rest. */
export type Database = {
  /** One statement in one round trip, committed at once: for reading. */
  read<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
};

/** What a use case receives: everything that it touches. */
export type Context = {
  actor: Actor;
  clock: Clock;
  requestId: string;
  /** A new UUIDv7. */
  newId<Id extends string = string>(): Id;
  db: Database;
  log: Logger;
  /** How people reach the portal, without a slash at the end: for links in mails. */
  publicUrl: string;
};
