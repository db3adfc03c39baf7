import { type CommitState, commitLifecycle, commitReasons } from '@coplan/collaboration';
import { allowedEvents, type LocalDate, lineTotalMinor } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { noteReading } from '../sharing/index.ts';
import type { CommitAlternative, CommitPart } from './commit-answer.ts';
import { commitNotFound } from './commits.errors.ts';
import { getAgreement, sideOf } from './find-agreement.ts';

const states = ['due', 'draft', 'overdue', 'submitted', 'short', 'accepted', 'superseded'] as const;

export const listCommitsInput = z.object({
  agreementId: z.uuid(),
  /** Default: all but superseded ones. */
  state: z.array(z.enum(states)).max(states.length).optional(),
  itemLocationIds: z.array(z.uuid()).max(500).optional(),
  search: z.string().max(100).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.int().min(1).max(500).default(100),
});
export const getCommitInput = z.object({ commitId: z.uuid() });

export type CommitRow = {
  commitId: string;
  agreementId: string;
  itemLocationId: string;
  itemId: string;
  itemNumber: string;
  partnerItemNumber: string | null;
  description: string;
  locationCode: string;
  locationName: string;
  unit: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  /** What the order forecast asks for, and what the supplier answered; null: no answer yet, which is not 0. */
  forecastMilli: number;
  committedMilli: number | null;
  shortMilli: number | null;
  /** Value of what is asked and of what is short, at the price of the terms. */
  forecastMinor: number | null;
  shortMinor: number | null;
  currency: string | null;
  reasonCode: string | null;
  reasonName: string | null;
  note: string | null;
  alternatives: CommitAlternative[];
  acceptedAlternativeIndex: number | null;
  acceptedParts: CommitPart[] | null;
  state: CommitState;
  dueAt: string | null;
  submittedAt: string | null;
  submittedBy: string | null;
  acceptedAt: string | null;
  acceptedBy: string | null;
  /** The supplier's own, not sent yet. */
  draft: {
    committedMilli: number;
    reasonCode: string | null;
    note: string | null;
    alternatives: CommitAlternative[];
  } | null;
  /** What this side may do with it now. */
  allowedEvents: string[];
  version: number;
};

export type CommitList = {
  side: 'buyer' | 'seller';
  rows: CommitRow[];
  nextCursor: string | null;
  totals: { state: CommitState; count: number; forecastMilli: number; committedMilli: number }[];
  reasons: { code: string; name: string }[];
};

const columns = `
  "commit".id as "commitId", "commit".agreement_id as "agreementId", "commit".item_location_id as "itemLocationId",
  "commit".item_id as "itemId", item.item_number as "itemNumber", reference.partner_item_number as "partnerItemNumber",
  item.description, place.code as "locationCode", place.name as "locationName", item.base_unit as unit,
  "commit".starts_on::text as "startsOn", ("commit".starts_on + "commit".bucket_days)::text as "endsBefore",
  "commit".forecast_milli::float8 as "forecastMilli", "commit".committed_milli::float8 as "committedMilli",
  terms.unit_price_micros::float8 as "unitPriceMicros", terms.currency, "commit".reason_code as "reasonCode",
  "commit".note, "commit".alternatives, "commit".accepted_alternative as "acceptedAlternativeIndex",
  "commit".accepted_parts as "acceptedParts", "commit".state, "commit".due_at as "dueAt",
  "commit".submitted_at as "submittedAt", "commit".submitted_by as "submittedBy", "commit".accepted_at as "acceptedAt",
  "commit".accepted_by as "acceptedBy", "commit".version,
  case when draft.commit_id is null then null else json_build_object('committedMilli', draft.committed_milli,
    'reasonCode', draft.reason_code, 'note', draft.note, 'alternatives', draft.alternatives) end as draft,
  "commit".buyer_id = (select current_setting('app.org')::uuid) as "isBuyer"`;

const joins = `
  join items item on item.id = "commit".item_id and item.org_id = "commit".buyer_id
  join locations place on place.id = "commit".location_id and place.org_id = "commit".buyer_id
  left join commit_drafts draft on draft.org_id = (select current_setting('app.org')::uuid)
    and draft.commit_id = "commit".id and "commit".state in ('due', 'draft', 'overdue')
  left join lateral (select terms.unit_price_micros, terms.currency from supplier_terms terms
    where terms.item_id = "commit".item_id and terms.supplier_id = "commit".supplier_id
      and terms.org_id = "commit".buyer_id
    order by terms.valid_from desc limit 1) terms on true
  left join lateral (select reference.partner_item_number from item_cross_references reference
    where reference.item_id = "commit".item_id and reference.partner_id = "commit".supplier_id
    order by reference.valid_from desc limit 1) reference on true`;

/** The page is chosen before anything is joined to it: an agreement may have tens of thousands of commits. */
const listQuery = `
with page as materialized (
  select asked.* from commits asked
  where asked.agreement_id = $1 and asked.state = any ($2::text[])
    and ($3::uuid[] is null or asked.item_location_id = any ($3::uuid[]))
    and ($4::text is null or exists (
      select 1 from items item, locations place
      where item.id = asked.item_id and place.id = asked.location_id and position(
        lower($4) in lower(item.item_number || ' ' || item.description || ' ' || place.code)) > 0))
    and ($5::date is null or (asked.starts_on, asked.id) > ($5::date, $6::uuid))
  order by asked.starts_on, asked.id limit $7
)
select ${columns} from page "commit" ${joins}
order by "commit".starts_on, "commit".id`;

const oneQuery = `select ${columns} from commits "commit" ${joins} where "commit".id = $1`;

const totalsQuery = `
select state, count(*)::integer as count, coalesce(sum(forecast_milli), 0)::float8 as "forecastMilli",
  coalesce(sum(committed_milli), 0)::float8 as "committedMilli"
from commits where agreement_id = $1 and state <> 'superseded' group by state order by state`;

type Stored = Omit<
  CommitRow,
  | 'shortMilli'
  | 'forecastMinor'
  | 'shortMinor'
  | 'reasonName'
  | 'allowedEvents'
  | 'dueAt'
  | 'submittedAt'
  | 'acceptedAt'
> & {
  unitPriceMicros: number | null;
  dueAt: Date | null;
  submittedAt: Date | null;
  acceptedAt: Date | null;
  isBuyer: boolean;
};

const eventsOfSide = { buyer: ['accept'], seller: ['draft', 'submit'] } as const;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function toRow({ unitPriceMicros, isBuyer, ...stored }: Stored): CommitRow {
  const { forecastMilli, committedMilli, state } = stored;
  const shortMilli = committedMilli === null ? null : Math.max(0, forecastMilli - committedMilli);
  const worthOf = (quantityMilli: number | null): number | null =>
    quantityMilli === null || unitPriceMicros === null
      ? null
      : lineTotalMinor({ quantityMilli, unitPriceMicros });
  const mine: readonly string[] = eventsOfSide[isBuyer ? 'buyer' : 'seller'];
  const events: string[] = allowedEvents(commitLifecycle, state).filter((event) => mine.includes(event));
  // A new answer takes the place of an older one, which is then superseded.
  if (!isBuyer && ['submitted', 'short', 'accepted'].includes(state)) events.push('submit');
  return {
    ...stored,
    shortMilli,
    forecastMinor: worthOf(forecastMilli),
    shortMinor: worthOf(shortMilli),
    reasonName: commitReasons.find(({ code }) => code === stored.reasonCode)?.name ?? null,
    dueAt: iso(stored.dueAt),
    submittedAt: iso(stored.submittedAt),
    acceptedAt: iso(stored.acceptedAt),
    allowedEvents: events,
  };
}

/** Commits of an agreement by bucket, for either side, with the totals of all of them. */
export async function listCommits(
  context: Context,
  input: z.output<typeof listCommitsInput>,
): Promise<CommitList> {
  const { db } = context;
  const agreement = await getAgreement(db, input.agreementId);
  const [afterOn, afterId] = input.cursor?.split('|') ?? [];
  const [rows, totals] = await Promise.all([
    db.read<Stored>(listQuery, [
      input.agreementId,
      input.state ?? states.filter((state) => state !== 'superseded'),
      input.itemLocationIds ?? null,
      input.search ?? null,
      afterOn ?? null,
      afterId ?? null,
      input.limit + 1,
    ]),
    db.read<CommitList['totals'][number]>(totalsQuery, [input.agreementId]),
  ]);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const side = sideOf(context, agreement);
  if (side === 'seller')
    await noteReading(context, {
      agreementId: input.agreementId,
      measure: 'forecast',
      purpose: 'commits',
      rowCount: page.length,
      fromOn: page[0]?.startsOn ?? null,
      toOn: last?.startsOn ?? null,
    });
  return {
    side,
    rows: page.map(toRow),
    nextCursor: rows.length > input.limit && last !== undefined ? `${last.startsOn}|${last.commitId}` : null,
    totals,
    reasons: commitReasons.map((reason) => ({ ...reason })),
  };
}

export async function getCommit({ db }: Context, { commitId }: { commitId: string }): Promise<CommitRow> {
  const [row] = await db.read<Stored>(oneQuery, [commitId]);
  if (row === undefined) throw commitNotFound(commitId);
  return toRow(row);
}
