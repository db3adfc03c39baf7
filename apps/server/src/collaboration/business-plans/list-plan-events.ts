import { eventTypes, planEventLifecycle } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { noteReading } from '../sharing/index.ts';
import { movesOf, owedOf, type PlanEvent, type PlanEventRow, sideOf } from './plan-event.ts';

const states = Object.keys(planEventLifecycle.table) as (keyof typeof planEventLifecycle.table)[];
const date = z.iso.date().transform((text) => text as LocalDate);

export const listPlanEventsInput = z.object({
  agreementId: z.uuid().optional(),
  /** Events whose sell-in or sell-through touches `from ≤ day < to`. */
  from: date.optional(),
  to: date.optional(),
  type: z.enum(eventTypes).optional(),
  states: z.array(z.enum(states)).max(states.length).optional(),
  search: z.string().max(100).optional(),
  limit: z.int().min(1).max(1_000).default(500),
});

const listing = `
select event.id as "planEventId", event.agreement_id as "agreementId", event.buyer_id as "buyerId",
  event.owner_id as "ownerId", event.state, event.agreed_at::text as "agreedAt", event.version,
  agreement.name as "agreementName", partner.name as "partnerName", event.content ->> 'type' as type,
  event.content ->> 'name' as name, event.content -> 'sellIn' as "sellIn",
  event.content -> 'sellThrough' as "sellThrough", event.lock_on as "lockOn",
  jsonb_array_length(event.content -> 'items') as "itemCount",
  case jsonb_typeof(event.content -> 'locationIds') when 'array'
    then jsonb_array_length(event.content -> 'locationIds') end as "locationCount",
  jsonb_array_length(event.content -> 'cannibalised') as "cannibalisedCount",
  (event.content ->> 'liftRatio')::float8 as "liftRatio", event.pending is not null as "hasPendingChange",
  (select sum(expected.lift_milli)::float8 from plan_event_expectations expected
   where expected.buyer_id = event.buyer_id and expected.plan_event_id = event.id) as "plannedLiftMilli",
  (select coalesce(sum((item ->> 'preBuildMilli')::float8), 0)
   from jsonb_array_elements(event.content -> 'items') item) as "preBuildMilli"
from plan_events event
join agreements agreement on agreement.buyer_id = event.buyer_id and agreement.id = event.agreement_id
join organisations partner
  on partner.id = case when event.buyer_id = $1 then event.supplier_id else event.buyer_id end
where (event.buyer_id = $1 or event.supplier_id = $1) and ($2::uuid is null or event.agreement_id = $2)
  and ($3::date is null or event.ends_before > $3) and ($4::date is null or event.starts_on < $4)
  and ($5::text is null or event.content ->> 'type' = $5) and ($6::text[] is null or event.state = any ($6))
  and ($7::text is null or strpos(lower(event.content ->> 'name'), lower($7)) > 0)
  and ($8::uuid is null or event.id = $8)
order by event.starts_on, event.id limit $9`;

type Row = Omit<PlanEventRow, 'ownerSide' | 'mySide' | 'isMine' | 'owed' | 'allowedEvents'> &
  Pick<PlanEvent, 'buyerId' | 'ownerId' | 'agreedAt'>;

export async function readPlanEventRows(
  { db, actor }: Context,
  filter: {
    agreementId?: string | undefined;
    from?: LocalDate | undefined;
    to?: LocalDate | undefined;
    type?: string | undefined;
    states?: readonly string[] | undefined;
    search?: string | undefined;
    planEventId?: string | undefined;
    limit: number;
  },
): Promise<PlanEventRow[]> {
  const rows = await db.read<Row>(listing, [
    actor.organisationId,
    filter.agreementId ?? null,
    filter.from ?? null,
    filter.to ?? null,
    filter.type ?? null,
    filter.states ?? null,
    filter.search ?? null,
    filter.planEventId ?? null,
    filter.limit,
  ]);
  return rows.map(({ buyerId, ownerId, agreedAt, ...row }) => {
    const event = { buyerId, ownerId, agreedAt, state: row.state };
    const isMine = ownerId === actor.organisationId;
    const owed = owedOf(event);
    return {
      ...row,
      ownerSide: sideOf(event),
      mySide: sideOf(event, actor.organisationId),
      isMine,
      owed: owed === null ? null : { what: owed.what, isMine: (owed.by === 'owner') === isMine },
      allowedEvents: movesOf(event, actor.organisationId),
    };
  });
}

/** The event calendar: what the reader may see, by first day. */
export async function listPlanEvents(
  context: Context,
  input: z.output<typeof listPlanEventsInput>,
): Promise<{ rows: PlanEventRow[] }> {
  const rows = await readPlanEventRows(context, input);
  const theirs = Map.groupBy(
    rows.filter(({ isMine }) => !isMine),
    ({ agreementId }) => agreementId,
  );
  for (const [agreementId, { length: rowCount }] of theirs)
    await noteReading(context, { agreementId, measure: 'promotion', purpose: 'event calendar', rowCount });
  return { rows };
}
