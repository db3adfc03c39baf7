import { type ExclusionReason, type MetricFactKind, metricRows } from '@coplan/collaboration';
import { z } from 'zod';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import { evidenceNotShared, metricResultNotFound } from './analysis.errors.ts';
import { type Evidence, resultColumns, type StoredResult, toFacts } from './metric-result-rows.ts';

export const listMetricRowsInput = z.object({
  metricResultId: z.uuid(),
  /** `largest`: those that move the number most come first. */
  sort: z.enum(['largest', 'name']).default('largest'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});

export type MetricRowView = {
  key: string;
  label: string;
  itemNumber: string | null;
  description: string | null;
  locationCode: string | null;
  /** What the two amounts of the observation are, by its kind: actual and forecast, committed and received … */
  first: number | null;
  second: number | null;
  numerator: number;
  denominator: number;
  excluded: ExclusionReason | null;
};

export type MetricRows = {
  metricResultId: string;
  metricCode: string;
  formula: string;
  definitionVersion: number;
  factKind: MetricFactKind;
  firstName: string;
  secondName: string;
  rows: MetricRowView[];
  rowCount: number;
};

const amountNames: Record<MetricFactKind, [string, string]> = {
  forecast: ['Actual', 'Forecast at lag'],
  version: ['One version before', 'Forecast at lag'],
  commit: ['Committed', 'Received'],
  share: ['Hits', 'Of'],
};

/** A result of an agreement of the reader's. */
export async function getStoredResult(
  source: Database | Transaction,
  metricResultId: string,
): Promise<StoredResult> {
  const [result] = await rowsOf<StoredResult>(
    source,
    `select ${resultColumns} from metric_results result where result.id = $1`,
    [metricResultId],
  );
  if (result === undefined) throw metricResultNotFound(metricResultId);
  return result;
}

const readEvidence = `
select fact_kind as "factKind", to_json(keys) as keys, to_json(firsts) as firsts, to_json(seconds) as seconds,
  to_json(exclusions) as exclusions
from metric_evidence where id = $1`;

/** The observations behind a number. Throws where the sharing rules do not open them to the reader. */
export async function getEvidence(
  source: Database | Transaction,
  { metricResultId, evidenceId }: Pick<StoredResult, 'metricResultId' | 'evidenceId'>,
): Promise<Evidence> {
  if (evidenceId === null) return { factKind: 'share', keys: [], firsts: [], seconds: [], exclusions: [] };
  const [evidence] = await rowsOf<Evidence>(source, readEvidence, [evidenceId]);
  if (evidence === undefined) throw evidenceNotShared(metricResultId);
  return evidence;
}

const readLabels = `
select scope.item_location_id::text as key, item.item_number as "itemNumber", item.description,
  place.code as "locationCode"
from agreement_item_locations scope
join items item on item.org_id = scope.buyer_id and item.id = scope.item_id
join locations place on place.org_id = scope.buyer_id and place.id = scope.location_id
where scope.item_location_id::text = any ($1::text[])`;

type Label = { key: string; itemNumber: string; description: string; locationCode: string };

/** The denominator rows of a number, as far as the sharing rules open what they show. */
export async function listMetricRows(
  { db }: Context,
  input: z.output<typeof listMetricRowsInput>,
): Promise<MetricRows> {
  const result = await getStoredResult(db, input.metricResultId);
  const evidence = await getEvidence(db, result);
  const rows = metricRows(result.metricCode, toFacts(evidence)).map((row, index) => ({
    ...row,
    first: evidence.firsts[index] ?? null,
    second: evidence.seconds[index] ?? null,
  }));
  if (input.sort === 'largest')
    rows.sort((left, right) => Math.abs(right.numerator) - Math.abs(left.numerator));
  else rows.sort((left, right) => (left.key < right.key ? -1 : 1));
  const page = rows.slice(input.offset, input.offset + input.limit);
  const labels = new Map(
    (await db.read<Label>(readLabels, [page.map(({ key }) => key)])).map((label) => [label.key, label]),
  );
  const [firstName, secondName] = amountNames[evidence.factKind];
  return {
    metricResultId: result.metricResultId,
    metricCode: result.metricCode,
    formula: result.formula,
    definitionVersion: result.definitionVersion,
    factKind: evidence.factKind,
    firstName,
    secondName,
    rowCount: rows.length,
    rows: page.map((row) => {
      const label = labels.get(row.key);
      return {
        ...row,
        label: label === undefined ? row.key : `${label.itemNumber} · ${label.locationCode}`,
        itemNumber: label?.itemNumber ?? null,
        description: label?.description ?? null,
        locationCode: label?.locationCode ?? null,
      };
    }),
  };
}
