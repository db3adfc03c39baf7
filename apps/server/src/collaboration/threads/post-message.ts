import type { OrganisationId, UserId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, RequestContext, Transaction } from '../../platform/index.ts';
import { listPeople, type MentionablePerson } from './list-people.ts';
import { findSubject, type Subject, subjectInput } from './thread-subject.ts';
import { mentionNotAllowed, subjectNotShared, threadNotFound } from './threads.errors.ts';
import { threadPosted } from './threads.events.ts';

export const postMessageInput = z.object({
  ...subjectInput,
  /** Internal: read by one's own organisation only. Shared: by both parties of the agreement. */
  visibility: z.enum(['internal', 'shared']),
  body: z.string().trim().min(1).max(8_000),
  mentions: z
    .array(z.uuid().transform((id) => id as UserId))
    .max(50)
    .default([]),
});
type Input = z.output<typeof postMessageInput>;

type Thread = { threadId: string; orgId: OrganisationId; messageNumber: number };

const ensureThread = `
insert into threads (id, buyer_id, supplier_id, agreement_id, subject_kind, subject_id, subject_label,
  item_location_id, starts_on, visibility, org_id, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`;

const nextMessage = `
update threads set message_count = message_count + 1, last_message_at = $8
where buyer_id = $1 and agreement_id = $2 and subject_kind = $3 and subject_id = $4
  and item_location_id is not distinct from $5::uuid and starts_on is not distinct from $6::date and visibility = $7
returning id as "threadId", org_id as "orgId", message_count as "messageNumber"`;

async function openThread(
  { actor, clock, newId }: Context,
  tx: Transaction,
  subject: Subject,
  input: Input,
): Promise<Thread> {
  const { subjectKind, subjectId, visibility } = input;
  const cell = [input.cell?.itemLocationId ?? null, input.cell?.startsOn ?? null];
  await tx.query(ensureThread, [
    newId(),
    subject.buyerId,
    subject.supplierId,
    subject.agreementId,
    subjectKind,
    subjectId,
    subject.label,
    ...cell,
    visibility,
    actor.organisationId,
    clock.now(),
  ]);
  const about = [subject.buyerId, subject.agreementId, subjectKind, subjectId, ...cell];
  const [thread] = await tx.query<Thread>(nextMessage, [...about, visibility, clock.now()]);
  if (thread === undefined) throw subjectNotShared({ subjectKind, subjectId });
  return thread;
}

async function findMentioned(
  context: Context & { request: RequestContext },
  subject: Subject,
  { mentions, visibility }: Input,
): Promise<MentionablePerson[]> {
  if (mentions.length === 0) return [];
  const { organisationId } = context.actor;
  const partnerId = subject.buyerId === organisationId ? subject.supplierId : subject.buyerId;
  const { people } = await listPeople(context, visibility === 'shared' ? { partnerId } : {});
  return [...new Set(mentions)].map((userId) => {
    const person = people.find((one) => one.userId === userId);
    if (person === undefined) throw mentionNotAllowed({ userId, visibility });
    return person;
  });
}

const insertMessage = `
insert into thread_messages (id, thread_id, buyer_id, supplier_id, visibility, org_id, message_number, author_org_id,
  author_user_id, author_name, body, mentions, mentioned_user_ids, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

/** Says something about a thing, a cell or a period. Who may not see the thing can neither write nor read about it. */
export async function postMessage(
  context: Context & { request: RequestContext },
  input: Input,
): Promise<{ threadId: string; messageId: string; messageNumber: number; at: string }> {
  const { actor, clock, db } = context;
  const { subjectKind, subjectId, visibility } = input;
  const subject = await findSubject(db, input);
  if (visibility === 'shared' && !subject.isShareable) throw subjectNotShared({ subjectKind, subjectId });
  const mentioned = await findMentioned(context, subject, input);
  return db.transaction(async (tx) => {
    const thread = await openThread(context, tx, subject, input);
    const messageId = context.newId();
    const { buyerId, supplierId } = subject;
    const userIds = mentioned.map(({ userId }) => userId);
    await tx.query(insertMessage, [
      messageId,
      thread.threadId,
      buyerId,
      supplierId,
      visibility,
      thread.orgId,
      thread.messageNumber,
      actor.organisationId,
      actor.userId,
      actor.name,
      input.body,
      JSON.stringify(mentioned.map(({ userId, name, organisationId }) => ({ userId, name, organisationId }))),
      userIds,
      clock.now(),
    ]);
    await markOwnRead(context, tx, thread);
    const payload = {
      subjectKind,
      subjectId,
      agreementId: subject.agreementId,
      visibility,
      messageNumber: thread.messageNumber,
      authorName: actor.name,
      mentionedUserIds: userIds,
      itemLocationId: input.cell?.itemLocationId ?? null,
      startsOn: input.cell?.startsOn ?? null,
    };
    const audience = visibility === 'shared' ? [buyerId, supplierId] : [actor.organisationId];
    await tx.publish(threadPosted({ threadId: thread.threadId, audience, payload }));
    const { threadId, messageNumber } = thread;
    return { threadId, messageId, messageNumber, at: clock.now().toISOString() };
  });
}

const rememberRead = `
insert into thread_reads (org_id, user_id, thread_id, read_number) values ($1, $2, $3, $4)
on conflict (org_id, user_id, thread_id)
  do update set read_number = greatest(thread_reads.read_number, excluded.read_number)`;

/** Whoever writes has read what stands above only if nothing came in between: then the own message is read as well. */
async function markOwnRead({ actor }: Context, tx: Transaction, thread: Thread): Promise<void> {
  if (actor.userId === null) return;
  const [read] = await tx.query<{ readNumber: number }>(
    'select read_number as "readNumber" from thread_reads where org_id = $1 and user_id = $2 and thread_id = $3',
    [actor.organisationId, actor.userId, thread.threadId],
  );
  if ((read?.readNumber ?? 0) < thread.messageNumber - 1) return;
  await tx.query(rememberRead, [actor.organisationId, actor.userId, thread.threadId, thread.messageNumber]);
}

export const markReadInput = z.object({ threadId: z.uuid(), messageNumber: z.int().min(0) });

/** Remembers how far the person has read; never backwards. */
export async function markRead(
  { actor, db }: Context,
  { threadId, messageNumber }: z.output<typeof markReadInput>,
): Promise<{ unreadCount: number }> {
  if (actor.userId === null) return { unreadCount: 0 };
  const [thread] = await db.read<{ messageCount: number }>(
    'select message_count as "messageCount" from threads where id = $1',
    [threadId],
  );
  if (thread === undefined) throw threadNotFound(threadId);
  const readNumber = Math.min(messageNumber, thread.messageCount);
  await db.transaction((tx) =>
    tx.query(rememberRead, [actor.organisationId, actor.userId, threadId, readNumber]),
  );
  return { unreadCount: thread.messageCount - readNumber };
}
