import type { OrganisationId, UserId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { findSubject, subjectInput } from './thread-subject.ts';

export const listMessagesInput = z.object({
  ...subjectInput,
  /** Also what was said about cells and periods of the thing. */
  withCells: z.boolean().default(false),
  /** Messages older than this one. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(500).default(100),
});

export type ThreadMessage = {
  messageId: string;
  threadId: string;
  visibility: 'internal' | 'shared';
  messageNumber: number;
  itemLocationId: string | null;
  startsOn: string | null;
  body: string;
  mentions: { userId: UserId; name: string; organisationId: OrganisationId }[];
  authorName: string;
  authorOrganisationName: string;
  authorSide: 'buyer' | 'seller';
  isMine: boolean;
  mentionsMe: boolean;
  isUnread: boolean;
  at: string;
};

const messages = `
select message.id as "messageId", message.thread_id as "threadId", message.visibility,
  message.message_number as "messageNumber", thread.item_location_id as "itemLocationId",
  thread.starts_on as "startsOn", message.body, message.mentions, message.author_name as "authorName",
  author.name as "authorOrganisationName",
  case when message.author_org_id = message.buyer_id then 'buyer' else 'seller' end as "authorSide",
  message.author_user_id is not distinct from $7::uuid as "isMine",
  coalesce($7::uuid = any (message.mentioned_user_ids), false) as "mentionsMe",
  message.message_number > coalesce(seen.read_number, 0) and message.author_user_id is distinct from $7::uuid
    as "isUnread",
  to_char(message.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
from threads thread
join thread_messages message on message.buyer_id = thread.buyer_id and message.thread_id = thread.id
join organisations author on author.id = message.author_org_id
left join thread_reads seen on seen.org_id = $6 and seen.user_id = $7 and seen.thread_id = thread.id
where thread.buyer_id = $1 and thread.subject_kind = $2 and thread.subject_id = $3
  and ($8 or (thread.item_location_id is not distinct from $4::uuid and thread.starts_on is not distinct from $5::date))
  and ($9::uuid is null or message.written < (select known.written from thread_messages known where known.id = $9))
order by message.written desc limit $10`;

/** What was said about a thing, oldest first; internal and shared messages are marked as such. */
export async function listMessages(
  { db, actor }: Context,
  input: z.output<typeof listMessagesInput>,
): Promise<{
  subject: { label: string; agreementId: string; canShare: boolean };
  messages: ThreadMessage[];
  nextCursor: string | null;
}> {
  const subject = await findSubject(db, input);
  const rows = await db.read<ThreadMessage>(messages, [
    subject.buyerId,
    input.subjectKind,
    input.subjectId,
    input.cell?.itemLocationId ?? null,
    input.cell?.startsOn ?? null,
    actor.organisationId,
    actor.userId,
    input.withCells,
    input.cursor ?? null,
    input.limit + 1,
  ]);
  const page = rows.slice(0, input.limit);
  const { label, agreementId, isShareable } = subject;
  return {
    subject: { label, agreementId, canShare: isShareable },
    nextCursor: rows.length > input.limit ? (page.at(-1)?.messageId ?? null) : null,
    messages: page.reverse(),
  };
}

export const countThreadsInput = z.object({ subjectKind: subjectInput.subjectKind, subjectId: z.uuid() });

export type CellCount = {
  itemLocationId: string | null;
  startsOn: string | null;
  messageCount: number;
  unreadCount: number;
  hasInternal: boolean;
  hasShared: boolean;
};

/** For marks in a grid or on a page: how much was said about the thing and each of its cells. */
export async function countThreads(
  { db, actor }: Context,
  { subjectKind, subjectId }: z.output<typeof countThreadsInput>,
): Promise<{ cells: CellCount[] }> {
  const { buyerId } = await findSubject(db, { subjectKind, subjectId });
  const cells = await db.read<CellCount>(
    `select thread.item_location_id as "itemLocationId", thread.starts_on as "startsOn",
       sum(thread.message_count)::integer as "messageCount",
       sum(thread.message_count - coalesce(seen.read_number, 0))::integer as "unreadCount",
       bool_or(thread.visibility = 'internal') as "hasInternal", bool_or(thread.visibility = 'shared') as "hasShared"
     from threads thread
     left join thread_reads seen on seen.org_id = $4 and seen.user_id = $5 and seen.thread_id = thread.id
     where thread.buyer_id = $1 and thread.subject_kind = $2 and thread.subject_id = $3
     group by 1, 2 order by 1 nulls first, 2 nulls first limit 20000`,
    [buyerId, subjectKind, subjectId, actor.organisationId, actor.userId],
  );
  return { cells };
}

export const inboxInput = z.object({
  agreementId: z.uuid().optional(),
  only: z.enum(['all', 'unread', 'mentions']).default('all'),
  limit: z.int().min(1).max(200).default(50),
});

export type InboxRow = {
  threadId: string;
  visibility: 'internal' | 'shared';
  agreementId: string;
  partnerName: string;
  subjectKind: string;
  subjectId: string;
  subjectLabel: string;
  itemLocationId: string | null;
  startsOn: string | null;
  messageCount: number;
  unreadCount: number;
  mentionsMe: boolean;
  lastAuthorName: string;
  lastExcerpt: string;
  lastAt: string;
};

const inbox = `
select thread.id as "threadId", thread.visibility, thread.agreement_id as "agreementId", partner.name as "partnerName",
  thread.subject_kind as "subjectKind", thread.subject_id as "subjectId", thread.subject_label as "subjectLabel",
  thread.item_location_id as "itemLocationId", thread.starts_on as "startsOn",
  thread.message_count as "messageCount", thread.message_count - coalesce(seen.read_number, 0) as "unreadCount",
  coalesce(unread."mentionsMe", false) as "mentionsMe", latest.author_name as "lastAuthorName",
  left(latest.body, 200) as "lastExcerpt",
  to_char(latest.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt"
from threads thread
join organisations partner
  on partner.id = case when thread.buyer_id = $1 then thread.supplier_id else thread.buyer_id end
join thread_messages latest on latest.buyer_id = thread.buyer_id and latest.thread_id = thread.id
  and latest.message_number = thread.message_count
left join thread_reads seen on seen.org_id = $1 and seen.user_id = $2 and seen.thread_id = thread.id
left join lateral (
  select true as "mentionsMe" from thread_messages message
  where message.buyer_id = thread.buyer_id and message.thread_id = thread.id
    and message.message_number > coalesce(seen.read_number, 0) and $2::uuid = any (message.mentioned_user_ids)
  limit 1) unread on true
where ($3::uuid is null or thread.agreement_id = $3)
  and ($4 <> 'unread' or thread.message_count > coalesce(seen.read_number, 0))
  and ($4 <> 'mentions' or unread."mentionsMe")
order by thread.last_message_at desc, thread.id desc limit $5`;

/** Conversations of one's organisation, newest first, with what oneself has not read. */
export async function listInbox(
  { db, actor }: Context,
  input: z.output<typeof inboxInput>,
): Promise<{ rows: InboxRow[]; totals: { unreadCount: number; mentionCount: number } }> {
  const values = [actor.organisationId, actor.userId, input.agreementId ?? null];
  const rows = await db.read<InboxRow>(inbox, [...values, input.only, input.limit]);
  const [totals] = await db.read<{ unreadCount: number; mentionCount: number }>(
    `select count(*)::integer as "unreadCount",
       (count(*) filter (where $2::uuid = any (message.mentioned_user_ids)))::integer as "mentionCount"
     from thread_messages message
     left join thread_reads seen on seen.org_id = $1 and seen.user_id = $2 and seen.thread_id = message.thread_id
     where message.message_number > coalesce(seen.read_number, 0) and message.author_user_id is distinct from $2::uuid
       and $2::uuid is not null`,
    [actor.organisationId, actor.userId],
  );
  return { rows, totals: totals ?? { unreadCount: 0, mentionCount: 0 } };
}
