import type { Database } from '../../platform/index.ts';
import type { NewsItem } from './digest-mail.ts';
import { readExceptionNews, readMentions } from './read-conversation-news.ts';

const me = `(select current_setting('app.org')::uuid)`;

type AgreementRow = { id: string; versionId: string; name: string; partner: string; expiresAt: Date | null };

/** Versions that the other side has proposed and nobody has answered. */
const proposedVersions = `
select version.agreement_id as id, version.id as "versionId", version.content ->> 'name' as name, partner.name as partner,
  version.expires_at as "expiresAt"
from agreement_versions version
  join organisations partner on partner.id = version.author_id
where version.state = 'proposed' and version.author_id <> ${me}
order by version.proposed_at limit 100`;

async function readAgreementNews(db: Database): Promise<NewsItem[]> {
  const rows = await db.read<AgreementRow>(proposedVersions);
  return rows.map(({ id, versionId, name, partner, expiresAt }) => ({
    kind: 'agreements',
    key: `agreement:${versionId}`,
    text: `${partner} proposes “${name}”: sign or counter it`,
    path: `/agreements/${id}`,
    dueAt: expiresAt,
    moneyMinor: null,
    currency: null,
    forUserId: null,
  }));
}

type StepRow = {
  cycleId: string;
  agreementId: string;
  label: string;
  step: number;
  partner: string;
  dueAt: Date | null;
  state: string;
};

/** Steps of open cycles that this side owes and that are due within a day or late. */
const owedSteps = `
select step.cycle_id as "cycleId", cycle.agreement_id as "agreementId", cycle.label, step.step,
  partner.name as partner, step.due_at as "dueAt", step.state
from cycle_steps step
  join cycles cycle on cycle.buyer_id = step.buyer_id and cycle.id = step.cycle_id and cycle.state = 'open'
  join organisations partner
    on partner.id = case when step.buyer_id = ${me} then step.supplier_id else step.buyer_id end
where step.owed_by_id = ${me} and step.state in ('waiting', 'in-progress', 'late')
  and step.due_at < $1::timestamptz + interval '1 day'
order by step.due_at limit 200`;

async function readCycleNews(
  db: Database,
  now: Date,
  stepName: (step: number) => string,
): Promise<NewsItem[]> {
  const rows = await db.read<StepRow>(owedSteps, [now]);
  return rows.map(({ cycleId, agreementId, label, step, partner, dueAt, state }) => ({
    kind: 'cycle',
    key: `cycle:${cycleId}:${step}:${state}`,
    text: `${partner}, ${label}: ${stepName(step)}${state === 'late' ? ' is late' : ''}`,
    path: `/partnerships/${agreementId}`,
    dueAt,
    moneyMinor: null,
    currency: null,
    forUserId: null,
  }));
}

type CommitRow = {
  agreementId: string;
  partner: string;
  planId: string;
  openCount: number;
  dueAt: Date | null;
};

const openCommits = `
select answer.agreement_id as "agreementId", answer.plan_id as "planId", buyer.name as partner,
  count(*)::integer as "openCount", min(answer.due_at) as "dueAt"
from commits answer join organisations buyer on buyer.id = answer.buyer_id
where answer.supplier_id = ${me} and answer.state in ('due', 'draft', 'overdue')
group by answer.agreement_id, answer.plan_id, buyer.name limit 200`;

async function readCommitNews(db: Database): Promise<NewsItem[]> {
  const rows = await db.read<CommitRow>(openCommits);
  return rows.map(({ agreementId, partner, planId, openCount, dueAt }) => ({
    kind: 'commits',
    key: `commits:${planId}`,
    text: `${partner} waits for ${openCount} commits`,
    path: `/partnerships/${agreementId}/commits`,
    dueAt,
    moneyMinor: null,
    currency: null,
    forUserId: null,
  }));
}

/** Everything that waits for somebody of the context's organisation now. */
export async function collectNews(
  db: Database,
  { now, stepName }: { now: Date; stepName(step: number): string },
): Promise<NewsItem[]> {
  const parts = await Promise.all([
    readExceptionNews(db),
    readCommitNews(db),
    readCycleNews(db, now, stepName),
    readAgreementNews(db),
    readMentions(db),
  ]);
  return parts.flat();
}
