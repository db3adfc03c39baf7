import { columnsRead } from './criterion-needs.ts';
import type { EvaluationInput, EvaluationRows, HistoryColumn, PlanColumn } from './evaluation-input.ts';

const compareTexts = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function orderOf(ids: readonly string[]): Int32Array | null {
  let isSorted = true;
  for (let row = 1; row < ids.length && isSorted; row++) {
    isSorted = (ids[row - 1] as string) < (ids[row] as string);
  }
  if (isSorted) return null;
  return Int32Array.from(ids.keys()).sort((left, right) =>
    compareTexts(ids[left] as string, ids[right] as string),
  );
}

/** −0 is 0 and every NaN the same, so that equal numbers are equal bytes. */
function orderedColumn(column: Float64Array, order: Int32Array | null, width: number): Float64Array {
  const ordered = new Float64Array(column.length);
  if (order === null) {
    for (let at = 0; at < column.length; at++) {
      const value = column[at] as number;
      ordered[at] = Number.isNaN(value) ? Number.NaN : value + 0;
    }
    return ordered;
  }
  for (let row = 0; row < order.length; row++) {
    const from = (order[row] as number) * width;
    for (let bucket = 0; bucket < width; bucket++) {
      const value = column[from + bucket] as number;
      ordered[row * width + bucket] = Number.isNaN(value) ? Number.NaN : value + 0;
    }
  }
  return ordered;
}

function orderedRows(rows: EvaluationRows, order: Int32Array | null): EvaluationRows {
  if (order === null) {
    const { unitPriceMicros, leadTimeDays } = rows;
    return {
      ...rows,
      unitPriceMicros: orderedColumn(unitPriceMicros, null, 1),
      leadTimeDays: orderedColumn(leadTimeDays, null, 1),
    };
  }
  const texts = (values: readonly string[]): string[] => Array.from(order, (row) => values[row] as string);
  const ints = (values: Int32Array): Int32Array => order.map((row) => values[row] as number);
  return {
    itemLocationIds: texts(rows.itemLocationIds),
    itemIds: texts(rows.itemIds),
    locationIds: texts(rows.locationIds),
    categories: texts(rows.categories),
    volumeClasses: ints(rows.volumeClasses),
    unitPriceMicros: orderedColumn(rows.unitPriceMicros, order, 1),
    leadTimeDays: orderedColumn(rows.leadTimeDays, order, 1),
    hasPack: ints(rows.hasPack),
  };
}

function orderedColumns<Name extends PlanColumn | HistoryColumn>(
  columns: Readonly<Partial<Record<Name, Float64Array>>>,
  { read, order, width }: { read: ReadonlySet<Name>; order: Int32Array | null; width: number },
): Partial<Record<Name, Float64Array>> {
  const ordered: Partial<Record<Name, Float64Array>> = {};
  for (const name of [...read].sort(compareTexts)) {
    const column = columns[name];
    if (column !== undefined) ordered[name] = orderedColumn(column, order, width);
  }
  return ordered;
}

/**
 * The one form that both sides' inputs take: rows by item-location, criteria by code, lists by their keys, and only the
 * columns that a criterion reads, so that what one side knows beside them changes nothing.
 */
export function canonicalInput(input: EvaluationInput): EvaluationInput {
  const { rows, bucketCount, historyCount } = input;
  const order = orderOf(rows.itemLocationIds);
  const criteria = [...input.criteria].sort((left, right) => compareTexts(left.code, right.code));
  const read = columnsRead(criteria);
  const metricCodes = new Set(criteria.flatMap((each) => (each.kind === 'metric' ? [each.metricCode] : [])));
  return {
    ...input,
    criteria,
    rows: orderedRows(rows, order),
    plan: orderedColumns(input.plan, { read: read.plan, order, width: bucketCount }),
    history: orderedColumns(input.history, { read: read.history, order, width: historyCount }),
    events: [...input.events]
      .sort((left, right) => compareTexts(left.eventId, right.eventId) || left.fromBucket - right.fromBucket)
      .map((event) => ({ ...event, itemLocationIds: [...event.itemLocationIds].sort(compareTexts) })),
    metrics: input.metrics
      .filter(({ metricCode }) => metricCodes.has(metricCode))
      .sort((left, right) => compareTexts(left.metricCode, right.metricCode)),
    responsesDue: [...input.responsesDue].sort((left, right) =>
      compareTexts(`${left.purpose} ${left.side}`, `${right.purpose} ${right.side}`),
    ),
    openCauses: [...input.openCauses].sort((left, right) =>
      compareTexts(`${left.criterionCode} ${left.causeKey}`, `${right.criterionCode} ${right.causeKey}`),
    ),
  };
}
