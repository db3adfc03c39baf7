import { assert, type DocumentId } from '@coplan/kernel';
import type { TenantClient } from '@coplan/platform';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditEntry, Context, Database, EventToPublish, Transaction } from './context.ts';

/** The tenant pool as this module needs it: no way around the organisation. */
export type TenantSource = {
  read<Row>(organisationId: string, sql: string, values: unknown[]): Promise<Row[]>;
  transaction<Result>(
    organisationId: string,
    work: (connection: { em: EntityManager; client: TenantClient }) => Promise<Result>,
  ): Promise<Result>;
};

/** A database whose first transaction begins with a step of its own, e.g. the record that a command was carried out. */
export type BoundDatabase = Database & {
  beginningWith(firstStep: (tx: Transaction) => Promise<void>): Database;
};

type Maker = Pick<Context, 'actor' | 'clock' | 'requestId' | 'newId'> & {
  source: TenantSource;
  /** How often a job is tried; undefined for a job that nobody declared. */
  attemptsMaxOf(job: string): number | undefined;
};

/** Each is told of at once: whoever moves events wakes at the commit. */
const insertEvents = `
with written as (
  insert into platform.outbox (org_id, type, audience, subject_kind, subject_id, payload, at)
  select $1, event.type, event.audience, event.subject_kind, event.subject_id, event.payload, $2
  from rows from (jsonb_to_recordset($3::jsonb)
      as (type text, audience uuid[], subject_kind text, subject_id text, payload jsonb)) with ordinality
    as event (type, audience, subject_kind, subject_id, payload, ordinality)
  order by event.ordinality
)
select pg_notify('coplan_outbox', '')`;

const insertAuditEntries = `
insert into platform.audit_entries (org_id, entry_number, at, actor_kind, actor_id, actor_name, command,
  subject_kind, subject_id, before, after, reason, request_id, hash)
select $1, 0, $2, $3, $4, $5, entry.command, entry.subject_kind, entry.subject_id, entry.before, entry.after,
  entry.reason, $6, ''
from rows from (jsonb_to_recordset($7::jsonb)
    as (command text, subject_kind text, subject_id text, before jsonb, after jsonb, reason text)) with ordinality
  as entry (command, subject_kind, subject_id, before, after, reason, ordinality)
order by entry.ordinality`;

const insertDocument = `
insert into platform.documents (id, org_id, receiver_id, document_type, body, subject_kind, subject_id, state, created_at)
values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8)`;

const insertMail = `
insert into platform.mails (id, org_id, mail_key, to_address, subject, text_body, html_body, state, created_at)
values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8)
on conflict (org_id, mail_key) do nothing returning id`;

const enqueueJob = 'select platform.enqueue_job($1, $2::jsonb, $3, $4, $5, $6)';

/**
 * Events and audit entries are kept back to the very end of the transaction. Their numbers are given there, when
 * everything that the transaction read and wrote is settled, so that their order agrees with cause and effect, and
 * the audit chain's lock is held only for the commit.
 */
type KeptBack = { events: EventToPublish[]; entries: AuditEntry[] };

async function writeKeptBack(tx: Transaction, { events, entries }: KeptBack, by: Maker): Promise<void> {
  const at = by.clock.now();
  const { organisationId, kind, userId, name } = by.actor;
  if (entries.length > 0) {
    const rows = entries.map(({ subject, ...entry }) => ({
      ...entry,
      subject_kind: subject.kind,
      subject_id: subject.id,
    }));
    const who = [organisationId, at, kind, userId, name, by.requestId];
    await tx.query(insertAuditEntries, [...who, JSON.stringify(rows)]);
  }
  if (events.length === 0) return;
  const rows = events.map(({ type, audience, subject, payload }) => ({
    type,
    audience: `{${[...new Set(audience)].join(',')}}`,
    subject_kind: subject.kind,
    subject_id: subject.id,
    payload,
  }));
  await tx.query(insertEvents, [organisationId, at, JSON.stringify(rows)]);
}

function bindTransaction(
  em: EntityManager,
  client: TenantClient,
  by: Maker,
  keptBack: KeptBack,
): Transaction {
  const { actor, clock, requestId, newId } = by;
  const tx: Transaction = {
    em,
    async query<Row>(sql: string, values: readonly unknown[] = []) {
      return client.query<Row>(sql, [...values]);
    },
    async publish(event) {
      keptBack.events.push(event);
    },
    async audit(entry) {
      keptBack.entries.push(entry);
    },
    async enqueue(job, payload, options = {}) {
      const attemptsMax = by.attemptsMaxOf(job);
      assert(attemptsMax !== undefined, `job ${job} is not declared in jobs.ts`);
      await tx.query(enqueueJob, [
        job,
        JSON.stringify(payload),
        requestId,
        options.key ?? null,
        options.runAt ?? null,
        attemptsMax,
      ]);
    },
    async sendDocument({ documentType, receiverOrganisationId, body, subject }) {
      const documentId = newId<DocumentId>();
      await tx.query(insertDocument, [
        documentId,
        actor.organisationId,
        receiverOrganisationId,
        documentType,
        JSON.stringify(body),
        subject.kind,
        subject.id,
        clock.now(),
      ]);
      await tx.enqueue('platform.send-document', { documentId }, { key: `document:${documentId}` });
      return documentId;
    },
    async sendMail({ key, to, subject, text, html }) {
      const mailId = newId();
      const { organisationId } = actor;
      const values = [mailId, organisationId, key, to, subject, text, html ?? null, clock.now()];
      const inserted = await tx.query(insertMail, values);
      if (inserted.length > 0) await tx.enqueue('platform.send-mail', { mailId }, { key: `mail:${mailId}` });
    },
  };
  return tx;
}

/** The database of one actor for one request or job. */
export function bindDatabase(by: Maker, firstStep?: (tx: Transaction) => Promise<void>): BoundDatabase {
  const { organisationId } = by.actor;
  let isFirst = true;
  return {
    read: (sql, values = []) => by.source.read(organisationId, sql, [...values]),
    transaction: (work) =>
      by.source.transaction(organisationId, async ({ em, client }) => {
        const keptBack: KeptBack = { events: [], entries: [] };
        const tx = bindTransaction(em, client, by, keptBack);
        if (isFirst) await firstStep?.(tx);
        const result = await work(tx);
        await em.flush();
        await writeKeptBack(tx, keptBack, by);
        isFirst = false;
        return result;
      }),
    beginningWith: (step) => bindDatabase(by, step),
  };
}
