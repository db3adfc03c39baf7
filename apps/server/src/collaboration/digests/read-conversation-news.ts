import type { Database } from '../../platform/index.ts';
import type { NewsItem } from './digest-mail.ts';

const me = `(select current_setting('app.org')::uuid)`;

type ExceptionRow = {
  id: string;
  title: string;
  partner: string;
  moneyMinor: number | null;
  currency: string | null;
  dueAt: Date | null;
  state: string;
  escalationLevel: number;
};

/** Open exceptions that this side has to answer, most money first. */
const waitingExceptions = `
select exception.id, exception.title, partner.name as partner, exception.money_minor::float8 as "moneyMinor",
  exception.currency, exception.respond_by as "dueAt", exception.state,
  exception.escalation_level as "escalationLevel"
from exceptions exception
  join organisations partner
    on partner.id = case when exception.buyer_id = ${me} then exception.supplier_id else exception.buyer_id end
where exception.state in ('open', 'assigned', 'waiting-partner', 'proposed') and (exception.owner_id is null or exception.owner_id = ${me})
order by exception.money_minor desc nulls last, exception.id limit 200`;

export async function readExceptionNews(db: Database): Promise<NewsItem[]> {
  const rows = await db.read<ExceptionRow>(waitingExceptions);
  return rows.map(({ id, title, partner, moneyMinor, currency, dueAt, state, escalationLevel }) => ({
    kind: 'exceptions',
    key: `exception:${id}:${state}:${escalationLevel}`,
    text: `${partner}: ${title}${escalationLevel > 0 ? ' (escalated)' : ''}`,
    path: `/exceptions/${id}`,
    dueAt,
    moneyMinor,
    currency,
    forUserId: null,
  }));
}

type MentionRow = {
  threadId: string;
  messageNumber: number;
  authorName: string;
  subjectLabel: string;
  excerpt: string;
  subjectKind: string;
  subjectId: string;
  agreementId: string;
  userId: string;
};

/** Messages that name somebody of this side who has not read them yet. */
const unreadMentions = `
select thread.id as "threadId", message.message_number as "messageNumber", message.author_name as "authorName",
  thread.subject_label as "subjectLabel", left(message.body, 160) as excerpt, thread.subject_kind as "subjectKind",
  thread.subject_id as "subjectId", thread.agreement_id as "agreementId", member.user_id as "userId"
from platform.members member
  join thread_messages message on member.user_id = any (message.mentioned_user_ids)
  join threads thread on thread.buyer_id = message.buyer_id and thread.id = message.thread_id
  left join thread_reads seen
    on seen.org_id = ${me} and seen.user_id = member.user_id and seen.thread_id = message.thread_id
where message.message_number > coalesce(seen.read_number, 0) and message.author_user_id is distinct from member.user_id
order by message.at desc limit 500`;

export async function readMentions(db: Database): Promise<NewsItem[]> {
  const rows = await db.read<MentionRow>(unreadMentions);
  return rows.map((row) => ({
    kind: 'mentions',
    key: `mention:${row.threadId}:${row.messageNumber}`,
    text: `${row.authorName} on ${row.subjectLabel}: ${row.excerpt}`,
    path:
      row.subjectKind === 'exception' ? `/exceptions/${row.subjectId}` : `/partnerships/${row.agreementId}`,
    dueAt: null,
    moneyMinor: null,
    currency: null,
    forUserId: row.userId,
  }));
}
