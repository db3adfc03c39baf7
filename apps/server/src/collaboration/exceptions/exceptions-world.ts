import type { Criterion, ForecastPurpose, Side } from '@coplan/collaboration';
import { addDays, type LocalDate } from '@coplan/kernel';
import {
  type CollaborationWorld,
  openCollaborationWorld,
  type WorldItemLocation,
  type WorldSettings,
} from '../collaboration-world.ts';
import { worldContent } from '../collaboration-world-content.ts';
import type { EvaluationOutcome } from './evaluate-agreement.ts';
import type { ExceptionDetail, getExceptionInput } from './get-exception.ts';
import type { ExceptionSummary } from './list-exceptions.ts';
import { watchClocksJob } from './watch-clocks.job.ts';

/** Value of a cell in units; null: no value. Bucket 0 is the week of Monday 16 November 2026. */
export type CellValue = (place: WorldItemLocation, bucket: number) => number | null;

/** For tests: a collaboration world whose forecasts are published by one call, and whose job clock is turned by hand. */
export type ExceptionsWorld = CollaborationWorld & {
  publish(side: Side, value: CellValue, purpose?: ForecastPurpose): Promise<string>;
  /** The joint plan of the forecasts that stand, under review, empty. */
  openJointPlan(purpose?: ForecastPurpose): Promise<string>;
  evaluate(): Promise<EvaluationOutcome>;
  list(side?: Side): Promise<ExceptionSummary[]>;
  get(exceptionId: string, side?: Side): Promise<ExceptionDetail>;
  watchClocks(): Promise<unknown>;
  closeRule(owner: Side, measure: string): Promise<void>;
};

export const planStartsOn = '2026-11-16' as LocalDate;
export const planBuckets = 30;

const insertPlan = `
with earlier as (
  update forecast_plans set state = 'superseded'
  where agreement_id = $4 and party_id is not distinct from $7 and purpose = $8 and kind = $6
    and state in ('published', 'in-review')
)
insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, kind, party_id, purpose, state,
  version_number, starts_on, bucket_days, bucket_count, issued_at, published_at, created_by, source)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, count(*) + 1, $10, 7, $11, $12, case when $6 = 'party' then $12::timestamptz end,
  'A test', $13
from forecast_plans where agreement_id = $4 and purpose = $8 and kind = $6 and party_id is not distinct from $7`;

const insertRows = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select $1, $2, $3, line.id, line.item, line.place, line.base, array_fill(null::bigint, array[$5::integer]),
  array_fill(null::bigint, array[$5::integer])
from json_to_recordset($4::json) as line(id uuid, item uuid, place uuid, base bigint[])`;

async function insertForecast(
  world: CollaborationWorld,
  about: { side: Side | null; purpose: ForecastPurpose; value: CellValue; source?: object },
): Promise<string> {
  const planId = world.buyerContext.newId();
  const { buyerId, supplierId, agreementId, agreementVersionId } = world;
  const { side, purpose, value } = about;
  const partyId = side === null ? null : side === 'buyer' ? buyerId : supplierId;
  await world.app.database.asOwner(insertPlan, [
    planId,
    buyerId,
    supplierId,
    agreementId,
    agreementVersionId,
    side === null ? 'joint' : 'party',
    partyId,
    purpose,
    side === null ? 'in-review' : 'published',
    planStartsOn,
    planBuckets,
    world.clock.now(),
    JSON.stringify(about.source ?? {}),
  ]);
  const lines = world.itemLocations.map((place) => ({
    id: place.itemLocationId,
    item: place.itemId,
    place: place.locationId,
    base: Array.from({ length: planBuckets }, (_, bucket) => {
      const units = value(place, bucket);
      return units === null ? null : units * 1_000;
    }),
  }));
  const rows = [planId, buyerId, supplierId, JSON.stringify(lines), planBuckets];
  await world.app.database.asOwner(insertRows, rows);
  return planId;
}

/** First day of a bucket. */
export const bucketStart = (bucket: number): LocalDate => addDays(planStartsOn, bucket * 7);

export async function openExceptionsWorld(
  settings: Omit<WorldSettings, 'content'> & {
    criteria?: readonly Criterion[];
    content?: WorldSettings['content'];
  } = {},
): Promise<ExceptionsWorld> {
  const { criteria, content, ...rest } = settings;
  const changes = { ...content, ...(criteria === undefined ? {} : { criteria: [...criteria] }) };
  const world = await openCollaborationWorld({ ...rest, content: worldContent(changes) });
  const standing = new Map<string, string>();
  const callerOf = (side: Side) => (side === 'buyer' ? world.buyer : world.seller);
  return {
    ...world,
    async publish(side, value, purpose = 'sales') {
      const planId = await insertForecast(world, { side, purpose, value });
      standing.set(`${side} ${purpose}`, planId);
      return planId;
    },
    openJointPlan(purpose = 'sales') {
      const source = {
        buyerPlanId: standing.get(`buyer ${purpose}`),
        sellerPlanId: standing.get(`seller ${purpose}`),
      };
      return insertForecast(world, { side: null, purpose, value: () => 0, source });
    },
    async evaluate() {
      const { outcome } = await world.buyer.exceptions.evaluate({ agreementId: world.agreementId });
      if (outcome === null) throw new Error('the buyer evaluates at once');
      return outcome;
    },
    async list(side = 'buyer') {
      const { rows } = await callerOf(side).exceptions.list({ state: 'all' });
      return rows;
    },
    get: (exceptionId, side = 'buyer') =>
      callerOf(side).exceptions.get({ exceptionId } satisfies Partial<typeof getExceptionInput._input>),
    watchClocks: () =>
      watchClocksJob.run(world.buyerContext as never, {} as never, new AbortController().signal),
    async closeRule(owner, measure) {
      const ownerId = owner === 'buyer' ? world.buyerId : world.supplierId;
      await world.app.database.asOwner(
        "update sharing_rules set closed_at = $3, closed_by = 'owner' where owner_id = $1 and measure = $2",
        [ownerId, measure, world.clock.now()],
      );
    },
  };
}
