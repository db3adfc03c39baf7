import type { EvaluationEvent, ForecastPurpose, ResponseDue, Side } from '@coplan/collaboration';
import { daysBetween, type LocalDate } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import type { EvaluationAxis } from './evaluation-axis.ts';
import type { OpenMeasures } from './open-measures.ts';
import type { ScopeRow } from './read-scope.ts';

type StoredEvent = {
  planEventId: string;
  ownerId: string;
  name: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  itemIds: string[];
  locationIds: string[] | null;
};

const findEvents = `
select event.id as "planEventId", event.owner_id as "ownerId", event.content ->> 'name' as name,
  event.starts_on::text as "startsOn", event.ends_before::text as "endsBefore",
  coalesce((select json_agg(item ->> 'itemId') from jsonb_array_elements(event.content -> 'items') item), '[]') as "itemIds",
  case jsonb_typeof(event.content -> 'locationIds') when 'array' then event.content -> 'locationIds' end as "locationIds"
from plan_events event
where event.agreement_id = $1 and event.is_shown and event.state in ('proposed', 'agreed', 'locked',
    'changed-after-lock', 'running', 'ended')
  and event.ends_before > $2::date
order by event.id`;

/** Events of the business plan that both sides see, by the cells they explain. */
export async function readEvents(
  tx: Transaction,
  about: {
    agreement: AgreementInForce;
    axis: EvaluationAxis;
    scope: readonly ScopeRow[];
    open: OpenMeasures;
  },
): Promise<EvaluationEvent[]> {
  const { agreement, axis, scope, open } = about;
  const stored = await tx.query<StoredEvent>(findEvents, [agreement.agreementId, axis.startsOn]);
  return stored.flatMap(({ planEventId, ownerId, name, startsOn, endsBefore, itemIds, locationIds }) => {
    const owner: Side = ownerId === agreement.buyerId ? 'buyer' : 'seller';
    if (open.ruleOf({ owner, measure: 'promotion' }) === undefined) return [];
    const items = new Set(itemIds);
    const places = locationIds === null ? null : new Set(locationIds);
    const fromBucket = Math.max(0, Math.floor(daysBetween(axis.startsOn, startsOn) / axis.bucketDays));
    const beforeBucket = Math.ceil(daysBetween(axis.startsOn, endsBefore) / axis.bucketDays);
    const itemLocationIds = scope
      .filter(
        ({ itemId, locationId }) =>
          (items.size === 0 || items.has(itemId)) && (places === null || places.has(locationId)),
      )
      .map(({ itemLocationId }) => itemLocationId);
    return [{ eventId: planEventId, name, itemLocationIds, fromBucket, beforeBucket }];
  });
}

const findDues = `
select 'sales' as purpose, step.due_at as "dueAt" from cycle_steps step
  join cycles cycle on cycle.buyer_id = step.buyer_id and cycle.id = step.cycle_id
where cycle.agreement_id = $1 and cycle.state = 'open' and step.step = 3 and step.due_at is not null
union all
select 'order', min(commit.due_at) from commits commit
where commit.agreement_id = $1 and commit.state in ('due', 'draft', 'overdue') and commit.due_at is not null
having min(commit.due_at) is not null`;

/** Until when the numbers of each purpose are owed: forecasts by the cycle's third step, commits by their own time. */
export async function readDues(tx: Transaction, agreementId: string): Promise<ResponseDue[]> {
  const dues = await tx.query<{ purpose: ForecastPurpose; dueAt: Date }>(findDues, [agreementId]);
  return dues.flatMap(({ purpose, dueAt }) =>
    (purpose === 'sales' ? (['buyer', 'seller'] as const) : (['seller'] as const)).map((side) => ({
      purpose,
      side,
      dueAt: dueAt.toISOString(),
    })),
  );
}

/**
 * The instant that an evaluation takes for now: a millisecond after the last answer that has fallen due, else the first
 * instant of the day. Between two due times nothing depends on the clock, so equal facts are equal inputs.
 */
export function evaluationInstant(
  dues: readonly ResponseDue[],
  { now, today }: { now: Date; today: LocalDate },
): string {
  const past = dues.map(({ dueAt }) => Date.parse(dueAt)).filter((dueMs) => dueMs < now.getTime());
  return past.length === 0 ? `${today}T00:00:00.000Z` : new Date(Math.max(...past) + 1).toISOString();
}
