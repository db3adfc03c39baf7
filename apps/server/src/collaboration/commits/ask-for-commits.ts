import type { AgreementContent } from '@coplan/collaboration';
import { addDays, localDateAt, type OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { commitNews } from './commits.events.ts';
import { commitDueAt } from './due-time.ts';

/** What a new order forecast asks for in the windows that bind, and what was asked or answered before. */
const askedCells = `
with plan as (
  select id, buyer_id, supplier_id, agreement_id, agreement_version_id, starts_on, bucket_days from forecast_plans
  where buyer_id = (select current_setting('app.org')::uuid) and id = $1
), asked as materialized (
  select plan.agreement_id, line.item_location_id, line.item_id, line.location_id, plan.bucket_days,
    plan.starts_on + (cell.place::integer - 1) * plan.bucket_days as starts_on, cell.amount as quantity
  from plan join forecast_plan_rows line on line.buyer_id = plan.buyer_id and line.plan_id = plan.id,
    lateral unnest(line.base_milli) with ordinality as cell (amount, place)
  where cell.amount > 0 and plan.starts_on + (cell.place::integer - 1) * plan.bucket_days < $2::date
)`;

/** Not answered yet: the question changes with the forecast, or goes with it. */
const askAnew = `${askedCells}
update commits set forecast_milli = asked.quantity, plan_id = $1, version = commits.version + 1
from asked where commits.buyer_id = (select current_setting('app.org')::uuid)
  and commits.agreement_id = asked.agreement_id and commits.item_location_id = asked.item_location_id
  and commits.starts_on = asked.starts_on and commits.state in ('due', 'draft', 'overdue')
  and commits.forecast_milli <> asked.quantity
returning commits.id`;
const takeBack = `${askedCells}
delete from commits using plan
where commits.buyer_id = plan.buyer_id and commits.agreement_id = plan.agreement_id
  and commits.state in ('due', 'draft', 'overdue') and not exists (select 1 from asked
    where asked.item_location_id = commits.item_location_id and asked.starts_on = commits.starts_on)
returning commits.id`;

/**
 * Answered, and the new forecast asks for more than the answer covers. An accepted short commit is a limit that the
 * forecast keeps, so it stands; so does every answer that still covers what is asked.
 */
const supersede = `${askedCells}
update commits set state = 'superseded', version = commits.version + 1
from asked where commits.buyer_id = (select current_setting('app.org')::uuid)
  and commits.agreement_id = asked.agreement_id and commits.item_location_id = asked.item_location_id
  and commits.starts_on = asked.starts_on and asked.quantity <> commits.forecast_milli
  and asked.quantity > commits.committed_milli
  and (commits.state in ('submitted', 'short')
    or (commits.state = 'accepted' and commits.committed_milli >= commits.forecast_milli))
returning commits.id`;

const ask = `${askedCells}
insert into commits (id, buyer_id, supplier_id, agreement_id, agreement_version_id, plan_id, item_location_id, item_id,
  location_id, starts_on, bucket_days, forecast_milli, state, due_at, created_at)
select gen_random_uuid(), plan.buyer_id, plan.supplier_id, plan.agreement_id, plan.agreement_version_id, plan.id,
  asked.item_location_id, asked.item_id, asked.location_id, asked.starts_on, asked.bucket_days, asked.quantity, 'due',
  $3, $4
from plan cross join asked
where not exists (select 1 from commits live where live.buyer_id = plan.buyer_id
  and live.agreement_id = plan.agreement_id and live.item_location_id = asked.item_location_id
  and live.starts_on = asked.starts_on and live.state <> 'superseded')
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
  const { planId, content } = about;
  const { calendar, horizons } = content;
  const now = clock.now();
  const before = addDays(localDateAt(now, calendar.timeZone), horizons.frozenDays + horizons.slushyDays);
  const changed = await tx.query<IdRow>(askAnew, [planId, before]);
  await tx.query(takeBack, [planId, before]);
  const superseded = await tx.query<IdRow>(supersede, [planId, before]);
  const asked = await tx.query<IdRow>(ask, [planId, before, commitDueAt(content, now), now]);
  const tell = async (change: 'asked' | 'superseded', rows: readonly IdRow[]): Promise<void> => {
    if (rows.length > 0)
      await tx.publish(commitNews({ ...about, change, commitIds: rows.map(({ id }) => id) }));
  };
  await tell('superseded', superseded);
  await tell('asked', [...asked, ...changed]);
  return { askedCount: asked.length, supersededCount: superseded.length };
}
