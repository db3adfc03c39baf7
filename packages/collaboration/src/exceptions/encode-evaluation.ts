import { assert } from '@coplan/kernel';
import { canonicalInput } from './canonical-input.ts';
import { decodeColumns, encodeColumns, type NamedColumn } from './column-bytes.ts';
import type { Evaluation } from './evaluate-exceptions.ts';
import type { EvaluationInput, HistoryColumn, PlanColumn } from './evaluation-input.ts';
import type { PooledException } from './pooled-exception.ts';

const floats = (name: string, values: Float64Array): NamedColumn => ({ name, values });
const ints = (name: string, values: Int32Array): NamedColumn => ({ name, values });

/**
 * The input in its canonical bytes: what is stored, hashed and handed to whoever wants to check. The same facts give the
 * same bytes on either side.
 */
export function encodeEvaluationInput(given: EvaluationInput): Uint8Array {
  const input = canonicalInput(given);
  const { rows, plan, history, windows, ...rest } = input;
  const { volumeClasses, unitPriceMicros, leadTimeDays, hasPack, ...texts } = rows;
  return encodeColumns({ ...rest, rows: texts }, [
    ints('windows', windows),
    ints('rows.volumeClasses', volumeClasses),
    floats('rows.unitPriceMicros', unitPriceMicros),
    floats('rows.leadTimeDays', leadTimeDays),
    ints('rows.hasPack', hasPack),
    ...Object.entries(plan).map(([name, values]) => floats(`plan.${name}`, values)),
    ...Object.entries(history).map(([name, values]) => floats(`history.${name}`, values)),
  ]);
}

type Columns = ReadonlyMap<string, Float64Array | Int32Array>;

function floatsOf(columns: Columns, name: string): Float64Array {
  const values = columns.get(name);
  assert(values instanceof Float64Array, `an evaluation input needs the column ${name}`);
  return values;
}

function intsOf(columns: Columns, name: string): Int32Array {
  const values = columns.get(name);
  assert(values instanceof Int32Array, `an evaluation input needs the column ${name}`);
  return values;
}

function withPrefix<Name extends string>(
  columns: Columns,
  prefix: string,
): Partial<Record<Name, Float64Array>> {
  const found = [...columns].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    found.map(([name]) => [name.slice(prefix.length), floatsOf(columns, name)]),
  ) as Partial<Record<Name, Float64Array>>;
}

/** The inverse of `encodeEvaluationInput`. */
export function decodeEvaluationInput(bytes: Uint8Array): EvaluationInput {
  const { header, columns } = decodeColumns(bytes);
  const { rows, ...rest } = header as unknown as Omit<
    EvaluationInput,
    'plan' | 'history' | 'windows' | 'rows'
  > & { rows: Pick<EvaluationInput['rows'], 'itemLocationIds' | 'itemIds' | 'locationIds' | 'categories'> };
  return {
    ...rest,
    windows: intsOf(columns, 'windows'),
    rows: {
      ...rows,
      volumeClasses: intsOf(columns, 'rows.volumeClasses'),
      unitPriceMicros: floatsOf(columns, 'rows.unitPriceMicros'),
      leadTimeDays: floatsOf(columns, 'rows.leadTimeDays'),
      hasPack: intsOf(columns, 'rows.hasPack'),
    },
    plan: withPrefix<PlanColumn>(columns, 'plan.'),
    history: withPrefix<HistoryColumn>(columns, 'history.'),
  };
}

/** The result in bytes: exceptions, notes, totals and every finding. Equal evaluations are equal bytes. */
export function encodeEvaluation({ exceptions, findings, notes, totals }: Evaluation): Uint8Array {
  return encodeColumns(
    {
      exceptions: exceptions.map(
        ({ criterionIndexes: _criteria, findingIndexes: _findings, ...rest }) => rest,
      ),
      notes: [...notes],
      totals,
    },
    [
      ...exceptions.flatMap((exception, at) => [
        ints(`exception.${at}.criteria`, exception.criterionIndexes),
        ints(`exception.${at}.findings`, exception.findingIndexes),
      ]),
      ...findings.flatMap((found, at) => [
        ints(`criterion.${at}.rows`, found.rows.subarray(0, found.count)),
        ints(`criterion.${at}.buckets`, found.buckets.subarray(0, found.count)),
        ints(`criterion.${at}.kinds`, found.kinds.subarray(0, found.count)),
        floats(`criterion.${at}.source`, found.sourceMilli.subarray(0, found.count)),
        floats(`criterion.${at}.compared`, found.comparedMilli.subarray(0, found.count)),
        floats(`criterion.${at}.measured`, found.measured.subarray(0, found.count)),
        floats(`criterion.${at}.money`, found.moneyMinor.subarray(0, found.count)),
      ]),
    ],
  );
}

/** The inverse of `encodeEvaluation`. */
export function decodeEvaluation(bytes: Uint8Array): Evaluation {
  const { header, columns } = decodeColumns(bytes);
  const { exceptions, notes, totals } = header as unknown as Pick<Evaluation, 'notes' | 'totals'> & {
    exceptions: Omit<PooledException, 'criterionIndexes' | 'findingIndexes'>[];
  };
  const findings: Evaluation['findings'][number][] = [];
  for (let at = 0; columns.has(`criterion.${at}.rows`); at++) {
    const rows = intsOf(columns, `criterion.${at}.rows`);
    findings.push({
      count: rows.length,
      rows,
      buckets: intsOf(columns, `criterion.${at}.buckets`),
      kinds: intsOf(columns, `criterion.${at}.kinds`),
      sourceMilli: floatsOf(columns, `criterion.${at}.source`),
      comparedMilli: floatsOf(columns, `criterion.${at}.compared`),
      measured: floatsOf(columns, `criterion.${at}.measured`),
      moneyMinor: floatsOf(columns, `criterion.${at}.money`),
    });
  }
  return {
    exceptions: exceptions.map((exception, at) => ({
      ...exception,
      criterionIndexes: intsOf(columns, `exception.${at}.criteria`),
      findingIndexes: intsOf(columns, `exception.${at}.findings`),
    })),
    findings,
    notes,
    totals,
  };
}
