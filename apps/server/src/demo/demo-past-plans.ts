import { addDays, type LocalDate } from '@coplan/kernel';
import type { Context } from '../platform/index.ts';
import type { Partnership } from './demo-partnership.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Weeks for which both sides' forecasts of the past are told, and how far each looked ahead. */
const pastWeeks = 22;
const bucketCount = 10;

type Line = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  sold: (number | null)[];
  /** The seller knows some items better and changes others for the worse. */
  insight: number;
};

type Version = {
  kind: 'party' | 'joint';
  partyId: string | null;
  startsOn: LocalDate;
  issuedAt: Date;
  versionNumber: number;
  rows: { line: Line; baseMilli: number[]; overrideMilli: (number | null)[] }[];
};

const insertPlan = `
insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, kind, party_id, purpose,
  state, version_number, starts_on, bucket_days, bucket_count, source, issued_at, published_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, 'sales', $8, $9, $10, $11, $12, '{"kind":"demo"}', $13, $14, $15)`;
/** Of the past: plans of this week are of another source. */
const knownPlan = `
select 1 from forecast_plans where agreement_id = $1 and kind = $2 and party_id is not distinct from $3::uuid
  and version_number = $4 and source ->> 'kind' = 'demo'`;
const insertRows = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select $1, $2, $3, row."itemLocationId", row."itemId", row."locationId", row.base, row.event, row.override
from json_to_recordset($4::json) as row("itemLocationId" uuid, "itemId" uuid, "locationId" uuid, base bigint[],
  event bigint[], override bigint[])`;
const insertEdits = `
insert into cell_edits (id, plan_id, buyer_id, supplier_id, item_location_id, bucket_index, layer, before_milli,
  after_milli, outcome, actor_org_id, actor_user_id, actor_name, operation_id, at)
select edit.id, $1, $2, $3, edit."itemLocationId", edit."bucketIndex", 'override', null, edit."afterMilli", 'applied',
  (select current_setting('app.org')::uuid), $5, $6, 'demo', $7
from json_to_recordset($4::json) as edit(id uuid, "itemLocationId" uuid, "bucketIndex" integer, "afterMilli" bigint)`;

type Scope = {
  buyerId: string;
  supplierId: string;
  agreementId: string;
  agreementVersionId: string;
  bucketDays: number;
};

async function writeVersion(context: Context, scope: Scope, version: Version): Promise<void> {
  const { db, newId, actor } = context;
  const { buyerId, supplierId, agreementId, agreementVersionId, bucketDays } = scope;
  const { kind, partyId, startsOn, issuedAt, versionNumber } = version;
  const [known] = await db.read(knownPlan, [agreementId, kind, partyId, versionNumber]);
  if (known !== undefined) return;
  const planId = newId();
  const state = kind === 'joint' ? 'archived' : 'superseded';
  await db.transaction(async (tx) => {
    await tx.query(insertPlan, [
      planId,
      buyerId,
      supplierId,
      agreementId,
      agreementVersionId,
      kind,
      partyId,
      state,
      versionNumber,
      startsOn,
      bucketDays,
      bucketCount,
      issuedAt,
      issuedAt,
      actor.name,
    ]);
    const rows = version.rows.map(({ line, baseMilli, overrideMilli }) => ({
      ...line,
      base: baseMilli,
      event: baseMilli.map(() => null),
      override: overrideMilli,
    }));
    await tx.query(insertRows, [planId, buyerId, supplierId, JSON.stringify(rows)]);
    const edits = version.rows.flatMap(({ line: { itemLocationId }, overrideMilli }) =>
      overrideMilli.flatMap((afterMilli, bucketIndex) =>
        afterMilli === null || kind === 'joint'
          ? []
          : [{ id: newId(), itemLocationId, bucketIndex, afterMilli }],
      ),
    );
    const values = [planId, buyerId, supplierId, JSON.stringify(edits), actor.userId, actor.name, issuedAt];
    if (edits.length > 0) await tx.query(insertEdits, values);
  });
}

/** What a side that knows this much expected: what was sold, blurred by what nobody could know. */
const expectation = (sold: number, error: number, random: SeededRandom): number =>
  Math.max(0, Math.round(sold * Math.exp(error * random.normal() - (error * error) / 2))) * 1_000;

/**
 * Forecasts of the past half year, made from what was sold since: the statistical base, the buyer's few changes, the
 * seller's many (better on some items, worse on others), and what both agreed. Scorecards and value added live on them.
 */
export async function addPastPlans(partnership: Partnership, random: SeededRandom): Promise<void> {
  const { app, retailer, supplier, agreementId, buyer } = partnership;
  const about = { agreementId, purpose: 'sales' as const, pastBucketCount: pastWeeks + bucketCount };
  const grid = await buyer.plans.grid(about);
  if (grid.bucketDays !== 7) return;
  const { rows } = await buyer.plans.gridRows({ ...about, limit: 500 });
  const lines = rows.map(
    ({ itemLocationId, itemId, locationId, cells }, index): Line => ({
      itemLocationId,
      itemId,
      locationId,
      sold: cells.history ?? [],
      insight: index % 3 === 0 ? 0.07 : index % 3 === 1 ? 0.3 : 0.12,
    }),
  );
  const scope: Scope = {
    buyerId: organisationIdOf(retailer.key),
    supplierId: organisationIdOf(supplier.key),
    agreementId,
    agreementVersionId: grid.agreementVersionId,
    bucketDays: 7,
  };
  const contextOf = (key: string, title: string, name: string, role: 'buyer' | 'supplier-planner') =>
    app.contextFor({ ...demoActor(key, [role]), name: `${title}, ${name}` });
  const buyers = contextOf(retailer.key, 'Buyer', retailer.name, 'buyer');
  const sellers = contextOf(supplier.key, 'Supplier planner', supplier.name, 'supplier-planner');
  for (let week = 0; week < pastWeeks; week++) {
    const bucket = grid.buckets[week];
    if (bucket === undefined) break;
    const startsOn = bucket.startsOn;
    const issuedAt = new Date(Date.parse(addDays(startsOn, -3)) + 15 * 3_600_000);
    const told = lines.map((line) => tell(line, week, random));
    const version = { startsOn, issuedAt, versionNumber: week + 1 };
    await writeVersion(buyers, scope, {
      ...version,
      kind: 'party',
      partyId: scope.buyerId,
      rows: told.map(({ line, base, buyers: override }) => ({
        line,
        baseMilli: base,
        overrideMilli: override,
      })),
    });
    await writeVersion(sellers, scope, {
      ...version,
      kind: 'party',
      partyId: scope.supplierId,
      rows: told.map(({ line, base, sellers: override }) => ({
        line,
        baseMilli: base,
        overrideMilli: override,
      })),
    });
    await writeVersion(buyers, scope, {
      ...version,
      issuedAt: new Date(issuedAt.getTime() + 86_400_000),
      kind: 'joint',
      partyId: null,
      rows: told.map(({ line, joint }) => ({
        line,
        baseMilli: joint,
        overrideMilli: joint.map(() => null),
      })),
    });
  }
}

function tell(line: Line, week: number, random: SeededRandom) {
  const soldAt = (bucket: number): number => line.sold[week + bucket] ?? line.sold.at(-1) ?? 0;
  const buckets = Array.from({ length: bucketCount }, (_, bucket) => bucket);
  const base = buckets.map((bucket) => expectation(soldAt(bucket), 0.13, random));
  const buyers = buckets.map((bucket) =>
    random.chance(0.12) ? expectation(soldAt(bucket), 0.11, random) : null,
  );
  const sellers = buckets.map((bucket) => expectation(soldAt(bucket), line.insight, random));
  const joint = buckets.map(
    (bucket) => Math.round(((buyers[bucket] ?? base[bucket] ?? 0) + (sellers[bucket] ?? 0)) / 2_000) * 1_000,
  );
  return { line, base, buyers, sellers, joint };
}
