import { type CommitState, commitLifecycle } from '@coplan/collaboration';
import { nextState } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { type CommitAnswer, commitAnswer, requireCompleteAnswer } from './commit-answer.ts';
import { alternativeWrong, commitEventNotAllowed, nothingAsked, notYourSide } from './commits.errors.ts';
import { commitNews } from './commits.events.ts';
import { type AgreementInForce, getAgreement, sideOf } from './find-agreement.ts';

export const commitsMax = 5_000;

export const submitCommitsInput = z.object({
  agreementId: z.uuid(),
  commits: z.array(commitAnswer).min(1).max(commitsMax),
});

/** A commit that is asked for or was answered before, and what the newest order forecast asks for. */
type Asked = {
  itemLocationId: string;
  startsOn: string;
  itemId: string;
  locationId: string;
  planId: string;
  bucketDays: number;
  forecastMilli: number;
  commitId: string | null;
  state: CommitState | null;
  version: number | null;
};

const askedQuery = `
with answered as (
  select * from jsonb_to_recordset($2::jsonb) as answered("itemLocationId" uuid, "startsOn" date)
), newest as (
  select plan.id, plan.starts_on, plan.bucket_days, plan.bucket_count from forecast_plans plan
  where plan.agreement_id = $1 and plan.purpose = 'order' and plan.kind = 'party' and plan.party_id = plan.buyer_id
    and plan.state = 'published' order by plan.issued_at desc limit 1
), live as (
  select commits.* from commits
  where commits.agreement_id = $1 and commits.state <> 'superseded'
    and commits.item_location_id = any (array(select "itemLocationId" from answered))
  for update
)
select answered."itemLocationId", answered."startsOn"::text as "startsOn",
  coalesce(live.item_id, row.item_id) as "itemId", coalesce(live.location_id, row.location_id) as "locationId",
  coalesce(newest.id, live.plan_id) as "planId", coalesce(newest.bucket_days, live.bucket_days) as "bucketDays",
  coalesce(asked.quantity, live.forecast_milli)::float8 as "forecastMilli",
  live.id as "commitId", live.state, live.version
from answered
  left join live on live.item_location_id = answered."itemLocationId" and live.starts_on = answered."startsOn"
  left join newest on true
  left join forecast_plan_rows row on row.plan_id = newest.id and row.item_location_id = answered."itemLocationId"
  left join lateral (select coalesce(row.override_milli[index.at], row.base_milli[index.at]
      + coalesce(row.event_milli[index.at], 0)) as quantity
    from (select (answered."startsOn" - newest.starts_on) / newest.bucket_days + 1 as at) index
    where answered."startsOn" >= newest.starts_on
      and (answered."startsOn" - newest.starts_on) % newest.bucket_days = 0
      and index.at <= newest.bucket_count) asked on true`;

const insertQuery = `
insert into commits (id, buyer_id, supplier_id, agreement_id, agreement_version_id, plan_id, item_location_id, item_id,
  location_id, starts_on, bucket_days, forecast_milli, committed_milli, state, reason_code, note, alternatives,
  submitted_at, submitted_by, created_at)
select given.id, $2, $3, $4, $5, given."planId", given."itemLocationId", given."itemId", given."locationId",
  given."startsOn", given."bucketDays", given."forecastMilli", given."committedMilli", given.state,
  given."reasonCode", given.note, given.alternatives, $6, $7, $6
from jsonb_to_recordset($1::jsonb) as given(id uuid, "planId" uuid, "itemLocationId" uuid, "itemId" uuid,
  "locationId" uuid, "startsOn" date, "bucketDays" smallint, "forecastMilli" bigint, "committedMilli" bigint,
  state text, "reasonCode" text, note text, alternatives jsonb)`;

const updateQuery = `
update commits set committed_milli = given."committedMilli", forecast_milli = given."forecastMilli",
  plan_id = given."planId", state = given.state, reason_code = given."reasonCode", note = given.note,
  alternatives = given.alternatives, submitted_at = $2, submitted_by = $3, version = version + 1
from jsonb_to_recordset($1::jsonb) as given(id uuid, "planId" uuid, "forecastMilli" bigint, "committedMilli" bigint,
  state text, "reasonCode" text, note text, alternatives jsonb)
where commits.id = given.id`;

const supersedeQuery = `
update commits set state = 'superseded', version = version + 1 where id = any ($1::uuid[]) returning id`;

/** Submitted, or at once short of what was asked: the lifecycle decides, one event after the other. */
function stateAfter(commitId: string, from: CommitState, isShort: boolean): CommitState {
  const submitted = nextState(commitLifecycle, from, 'submit');
  if (submitted === undefined) throw commitEventNotAllowed({ commitId, state: from, event: 'submit' });
  if (!isShort) return submitted;
  const short = nextState(commitLifecycle, submitted, 'find-short');
  if (short === undefined) throw commitEventNotAllowed({ commitId, state: submitted, event: 'find-short' });
  return short;
}

/** Substitutes must be items that this supplier delivers to the buyer. */
async function requireKnownSubstitutes(
  tx: Transaction,
  { buyerId, supplierId }: AgreementInForce,
  answers: readonly CommitAnswer[],
): Promise<void> {
  const wanted = answers.flatMap(({ startsOn, alternatives }) =>
    alternatives.flatMap((alternative, index) =>
      alternative.kind === 'substitute' ? [{ itemId: alternative.itemId, startsOn, index }] : [],
    ),
  );
  if (wanted.length === 0) return;
  const known = await tx.query<{ itemId: string }>(
    `select distinct item_id as "itemId" from supplier_terms
     where org_id = $1 and supplier_id = $2 and item_id = any ($3::uuid[])`,
    [buyerId, supplierId, wanted.map(({ itemId }) => itemId)],
  );
  const unknown = wanted.find(({ itemId }) => !known.some((row) => row.itemId === itemId));
  if (unknown !== undefined)
    throw alternativeWrong(unknown, 'the substitute is no item that you deliver to this buyer');
}

type Answered = { answer: CommitAnswer; asked: Asked; state: CommitState; id: string };

function judge({ newId }: Context, answer: CommitAnswer, asked: Asked | undefined): Answered {
  const about = { itemLocationId: answer.itemLocationId, startsOn: answer.startsOn };
  if (asked === undefined || asked.itemId === null || !(asked.forecastMilli > 0)) throw nothingAsked(about);
  requireCompleteAnswer(answer, asked.forecastMilli);
  const isShort = answer.committedMilli < asked.forecastMilli;
  const isOpen = asked.state === 'due' || asked.state === 'draft' || asked.state === 'overdue';
  const id = isOpen && asked.commitId !== null ? asked.commitId : newId();
  const state = stateAfter(
    id,
    isOpen && asked.state !== null ? asked.state : commitLifecycle.initial,
    isShort,
  );
  return { answer, asked, state, id };
}

const toGiven = ({ answer, asked, state, id }: Answered) => ({
  ...asked,
  id,
  state,
  committedMilli: answer.committedMilli,
  reasonCode: answer.reasonCode ?? null,
  note: answer.note ?? null,
  alternatives: answer.alternatives,
});

/** Writes the answers in the supplier's transaction: open commits are answered, earlier answers superseded. */
export async function recordAnswers(
  context: Context,
  tx: Transaction,
  agreement: AgreementInForce,
  answers: readonly CommitAnswer[],
): Promise<{ submittedIds: string[]; shortIds: string[] }> {
  const { buyerId, supplierId, agreementId, agreementVersionId } = agreement;
  const now = context.clock.now();
  await requireKnownSubstitutes(tx, agreement, answers);
  const keys = answers.map(({ itemLocationId, startsOn }) => ({ itemLocationId, startsOn }));
  const asked = await tx.query<Asked>(askedQuery, [agreementId, JSON.stringify(keys)]);
  const askedOf = new Map(asked.map((row) => [`${row.itemLocationId}|${row.startsOn}`, row]));
  const judged = answers.map((answer) =>
    judge(context, answer, askedOf.get(`${answer.itemLocationId}|${answer.startsOn}`)),
  );
  const isUpdate = ({ id, asked: { commitId } }: Answered): boolean => id === commitId;
  const superseded = judged.flatMap((one) =>
    !isUpdate(one) && one.asked.commitId !== null ? [one.asked.commitId] : [],
  );
  if (superseded.length > 0) await tx.query(supersedeQuery, [superseded]);
  const updates = judged.filter(isUpdate).map(toGiven);
  const inserts = judged.filter((one) => !isUpdate(one)).map(toGiven);
  if (updates.length > 0) await tx.query(updateQuery, [JSON.stringify(updates), now, context.actor.name]);
  if (inserts.length > 0) {
    const parties = [buyerId, supplierId, agreementId, agreementVersionId];
    await tx.query(insertQuery, [JSON.stringify(inserts), ...parties, now, context.actor.name]);
  }
  await tx.query('delete from commit_drafts where commit_id = any ($1::uuid[])', [
    judged.map(({ id }) => id),
  ]);
  const idsOf = (state: CommitState): string[] =>
    judged.filter((one) => one.state === state).map(({ id }) => id);
  return { submittedIds: idsOf('submitted'), shortIds: idsOf('short') };
}

/**
 * The supplier answers buckets of the order forecast, in part where it likes. Less than asked needs a reason and
 * becomes `short`, which the exceptions pick up. Throws `DomainError` and writes nothing when one answer is wrong.
 */
export async function submitCommits(
  context: Context,
  { agreementId, commits }: z.output<typeof submitCommitsInput>,
): Promise<{ submittedCount: number; shortCount: number; commitIds: string[] }> {
  return context.db.transaction(async (tx) => {
    const agreement = await getAgreement(tx, agreementId);
    if (sideOf(context, agreement) !== 'seller') throw notYourSide('seller');
    const { submittedIds, shortIds } = await recordAnswers(context, tx, agreement, commits);
    if (submittedIds.length > 0)
      await tx.publish(commitNews({ ...agreement, change: 'submitted', commitIds: submittedIds }));
    if (shortIds.length > 0)
      await tx.publish(commitNews({ ...agreement, change: 'short', commitIds: shortIds }));
    const commitIds = [...submittedIds, ...shortIds];
    await tx.audit({
      command: 'collaboration.submit-commits',
      subject: { kind: 'agreement', id: agreementId },
      after: { commitCount: commitIds.length, shortCount: shortIds.length },
    });
    return { submittedCount: submittedIds.length, shortCount: shortIds.length, commitIds };
  });
}
