import type { AgreementContent } from '@coplan/collaboration';
import { addDays, localDateAt, type OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { commitNews } from './commits.events.ts';
import { commitDueAt } from './due-time.ts';
import { type AskedCell, judgeCommits, type LiveCommit } from './judge-commits.ts';

const askedQuery = `
select line.item_location_id as "itemLocationId",
  (plan.starts_on + (cell.place::integer - 1) * plan.bucket_days)::text as "startsOn",
  cell.amount::float8 as "quantityMilli"
from forecast_plans plan
  join forecast_plan_rows line on line.buyer_id = plan.buyer_id and line.plan_id = plan.id,
  lateral unnest(line.base_milli) with ordinality as cell (amount, place)
where plan.buyer_id = (select current_setting('app.org')::uuid) and plan.id = $1 and cell.amount > 0
  and plan.starts_on + (cell.place::integer - 1) * plan.bucket_days < $2::date
order by line.item_location_id, cell.place`;

/** Past answers are history: only buckets that the plan still holds are looked at. */
const liveQuery = `
select answer.id as "commitId", answer.item_location_id as "itemLocationId", answer.starts_on::text as "startsOn",
  answer.state, answer.forecast_milli::float8 as "forecastMilli", answer.committed_milli::float8 as "committedMilli"
from commits answer
where answer.buyer_id = (select current_setting('app.org')::uuid) and answer.agreement_id = $1
  and answer.state <> 'superseded'
  and answer.starts_on >= (select starts_on from forecast_plans where buyer_id = answer.buyer_id and id = $2)
order by answer.id for update`;

const change = `
update commits set forecast_milli = given.quantity, plan_id = $3, version = version + 1
from unnest($1::uuid[], $2::bigint[]) as given (id, quantity) where commits.id = given.id`;
const takeBack = 'delete from commits where id = any ($1::uuid[])';
const supersede = `update commits set state = 'superseded', version = version + 1 where id = any ($1::uuid[])`;

const ask = `
insert into commits (id, buyer_id, supplier_id, agreement_id, agreement_version_id, plan_id, item_location_id, item_id,
  location_id, starts_on, bucket_days, forecast_milli, state, due_at, created_at)
select gen_random_uuid(), plan.buyer_id, plan.supplier_id, plan.agreement_id, plan.agreement_version_id, plan.id,
  given.item_location_id, line.item_id, line.location_id, given.starts_on, plan.bucket_days, given.quantity, 'due', $5,
  $6
from unnest($2::uuid[], $3::date[], $4::bigint[]) as given (item_location_id, starts_on, quantity)
  join forecast_plans plan on plan.buyer_id = (select current_setting('app.org')::uuid) and plan.id = $1
  join forecast_plan_rows line on line.buyer_id = plan.buyer_id and line.plan_id = plan.id
    and line.item_location_id = given.item_location_id
returning id`;

type IdRow = { id: string };

/**
 * Asks the supplier to commit to a new order forecast in the frozen and slushy windows. Questions that nobody answered
 * follow the forecast; answers that no longer cover it are superseded and asked for again. In the buyer's transaction.
 */
export async function askForCommits(
  { clock }: Context,
  tx: Transaction,
  about: {
    buyerId: OrganisationId;
    supplierId: OrganisationId;
    agreementId: string;
    planId: string;
    content: AgreementContent;
  },
): Promise<{ askedCount: number; supersededCount: number }> {
  const { agreementId, planId, content } = about;
  const { calendar, horizons } = content;
  const now = clock.now();
  const before = addDays(localDateAt(now, calendar.timeZone), horizons.frozenDays + horizons.slushyDays);
  const changes = judgeCommits(
    await tx.query<AskedCell>(askedQuery, [planId, before]),
    await tx.query<LiveCommit>(liveQuery, [agreementId, planId]),
  );
  const changedIds = changes.change.map(({ commitId }) => commitId);
  await tx.query(change, [changedIds, changes.change.map(({ quantityMilli }) => quantityMilli), planId]);
  await tx.query(takeBack, [changes.takeBackIds]);
  await tx.query(supersede, [changes.supersedeIds]);
  const asked = await tx.query<IdRow>(ask, [
    planId,
    changes.ask.map(({ itemLocationId }) => itemLocationId),
    changes.ask.map(({ startsOn }) => startsOn),
    changes.ask.map(({ quantityMilli }) => quantityMilli),
    commitDueAt(content, now),
    now,
  ]);
  const tell = async (news: 'asked' | 'superseded', commitIds: readonly string[]): Promise<void> => {
    if (commitIds.length > 0) await tx.publish(commitNews({ ...about, change: news, commitIds }));
  };
  await tell('superseded', changes.supersedeIds);
  await tell('asked', [...asked.map(({ id }) => id), ...changedIds]);
  return { askedCount: asked.length, supersededCount: changes.supersedeIds.length };
}
