import { assert, type ForecastVersionId } from '@coplan/kernel';
import { listItemLocationSpans } from '../catalog/index.ts';
import { type Context, recountTables, type Transaction } from '../platform/index.ts';
import type { ForecastCandidate } from './find-changed-series.ts';
import { versionPublished } from './forecasting.events.ts';
import { stillHolds } from './still-holds.ts';

export type OpenVersion = { versionId: ForecastVersionId; versionNumber: number };

export type IssuedForecast = {
  versionId: ForecastVersionId;
  seriesCount: number;
  /** Forecast for this version; the others had no news and were carried over. */
  computedCount: number;
  snapshotHash: string;
  resultHash: string;
};

const me = `(select current_setting('app.org')::uuid)`;

const insertBatch = `
with version as (
  select id, org_id, issued_at, version_number from forecast_versions
  where id = $1 and org_id = ${me} and state = 'working' for share
), kept as (
  insert into forecast_inputs (version_id, org_id, batch_number, input, input_hash, output_hash)
  select id, org_id, $3, $4, $5, $6 from version
)
insert into forecast_rows (computed_version_id, org_id, item_location_id, item_id, location_id, supplier_id, starts_on,
  bucket_days, computed_at, model, demand_class, mean_milli, levels, quantiles_milli, sums, scores, corrections,
  cleaned_milli, event_milli, override_milli, analogues, from_number, batch_number, input_mark, input_hash, output_hash,
  evidence)
select version.id, version.org_id, row."itemLocationId", row."itemId", row."locationId", row."supplierId",
  row."startsOn", row."bucketDays", version.issued_at, row.model, row."demandClass", row."meanMilli", row.levels,
  row."quantilesMilli", row.sums, row.scores, row.corrections, row."cleanedMilli", row."eventMilli",
  row."overrideMilli", row.analogues, version.version_number, $3, mark.mark, decode(row."inputHash", 'hex'),
  decode(row."outputHash", 'hex'), row.evidence
from version, json_to_recordset($2::json) as row("itemLocationId" uuid, "itemId" uuid, "locationId" uuid,
    "supplierId" uuid, "startsOn" date, "bucketDays" smallint, model text, "demandClass" text,
    "meanMilli" bigint[], levels real[], "quantilesMilli" bigint[], sums jsonb, scores jsonb, corrections jsonb,
    "cleanedMilli" bigint, "eventMilli" bigint[], "overrideMilli" bigint[], analogues jsonb, "inputHash" text,
    "outputHash" text, evidence jsonb)
  join unnest($7::uuid[], $8::text[]) as mark(id, mark) on mark.id = row."itemLocationId"`;

export type ComputedBatch = {
  batchNumber: number;
  /** Canonical input, compressed; what a replay computes from. */
  kept: Uint8Array;
  inputHash: string;
  output: Uint8Array;
  outputHash: string;
  candidates: readonly ForecastCandidate[];
};

/** The result bytes go to the database as they are: the request thread never parses them. */
export async function writeBatch(tx: Transaction, versionId: string, batch: ComputedBatch): Promise<void> {
  await tx.query(insertBatch, [
    versionId,
    new TextDecoder().decode(batch.output),
    batch.batchNumber,
    batch.kept,
    batch.inputHash,
    batch.outputHash,
    batch.candidates.map(({ itemLocationId }) => itemLocationId),
    batch.candidates.map(({ mark }) => mark),
  ]);
}

/** What was computed anew held until now; as much work as there was news. */
const endOlder = `
update forecast_rows held set until_number = $2 from forecast_rows fresh
where fresh.org_id = ${me} and fresh.computed_version_id = $1 and held.org_id = ${me}
  and fresh.item_location_id > $3::uuid and fresh.item_location_id <= $4::uuid
  and held.item_location_id = fresh.item_location_id and held.until_number = ${stillHolds} and held.from_number < $2`;
const endDropped = `
update forecast_rows held set until_number = $1
where held.org_id = ${me} and held.item_location_id = any ($2::uuid[]) and held.until_number = ${stillHolds}
  and held.from_number < $1`;

/** One hash over all rows of the version, whenever each was computed: the same as if all were computed now. */
const publishVersion = `
with held as (
  select count(*)::integer as series_count,
    count(*) filter (where from_number = $2)::integer as computed_count,
    encode(sha256(convert_to($3, 'UTF8') || coalesce(string_agg(input_hash, ''::bytea order by item_location_id), '')), 'hex')
      as snapshot_hash,
    encode(sha256(coalesce(string_agg(output_hash, ''::bytea order by item_location_id), '')), 'hex') as result_hash
  from forecast_rows where org_id = ${me} and until_number = ${stillHolds} and from_number <= $2
)
update forecast_versions version set state = 'published', snapshot_hash = held.snapshot_hash,
  result_hash = held.result_hash, series_count = held.series_count, computed_count = held.computed_count
from held where version.id = $1 and version.state = 'working'
returning version.series_count as "seriesCount", version.computed_count as "computedCount",
  version.snapshot_hash as "snapshotHash", version.result_hash as "resultHash"`;

/** Rows that hold and the version's state change together: readers see all of the new forecast or all of the old. */
export function publishForecast(
  { db, actor }: Context,
  { versionId, versionNumber }: OpenVersion,
  { fingerprint, droppedIds }: { fingerprint: string; droppedIds: readonly string[] },
): Promise<IssuedForecast> {
  return db.transaction(async (tx) => {
    const [working] = await tx.query(
      `select 1 from forecast_versions where id = $1 and state = 'working' for update`,
      [versionId],
    );
    assert(working !== undefined, 'the forecast was abandoned by another server while it was computed');
    await recountTables(tx, ['forecast_rows', 'forecast_versions']);
    for (const { afterId, lastId } of await listItemLocationSpans(tx))
      await tx.query(endOlder, [versionId, versionNumber, afterId, lastId]);
    await tx.query(endDropped, [versionNumber, droppedIds]);
    const [published] = await tx.query<Omit<IssuedForecast, 'versionId'>>(publishVersion, [
      versionId,
      versionNumber,
      fingerprint,
    ]);
    assert(published !== undefined, 'a version that is locked can be published');
    const { seriesCount, computedCount, snapshotHash } = published;
    await tx.publish(versionPublished({ organisationId: actor.organisationId, versionId }));
    await tx.audit({
      command: 'forecasting.issue-forecast',
      subject: { kind: 'forecast-version', id: versionId },
      after: { seriesCount, computedCount, snapshotHash },
    });
    return { versionId, ...published };
  });
}

/** Unpublished rows may be removed; the version itself stays as a record of the attempt. */
export async function abandonForecast({ db }: Context, versionId: string): Promise<void> {
  await db.transaction(async (tx) => {
    // First: whoever is still writing a batch is waited for, and nobody begins another.
    const abandoned = await tx.query(
      `update forecast_versions set state = 'abandoned' where id = $1 and state = 'working' returning 1`,
      [versionId],
    );
    if (abandoned.length === 0) return;
    await tx.query(`delete from forecast_rows where org_id = ${me} and computed_version_id = $1`, [
      versionId,
    ]);
    await tx.query(`delete from forecast_inputs where org_id = ${me} and version_id = $1`, [versionId]);
  });
}

/** A killed server leaves versions half-written; they are abandoned before the next begins. */
export async function abandonUnfinishedForecasts(context: Context): Promise<void> {
  const unfinished = await context.db.read<{ id: string }>(
    `select id from forecast_versions where org_id = ${me} and state = 'working'`,
  );
  for (const { id } of unfinished) await abandonForecast(context, id);
}
