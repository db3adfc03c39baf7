import { type Criterion, type ResolutionCode, resolutionCodes } from '@coplan/collaboration';
import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import type { ExceptionRow, ResolutionValue } from './load-exception.ts';

export type ResolutionOption = {
  code: ResolutionCode;
  label: string;
  /** How much more (or, negative, less) the joint plan would hold than the buyer's values, at the unit price. */
  effectMinor: number | null;
  effectText: string;
  needsValues: boolean;
  isDefault: boolean;
};

export type Cell = {
  itemLocationId: string;
  startsOn: string;
  sourceMilli: number | null;
  comparedMilli: number | null;
  moneyMinor: number;
};

const findCells = `
select child.item_location_id as "itemLocationId", cell.starts_on::text as "startsOn",
  cell.source_milli as "sourceMilli", cell.compared_milli as "comparedMilli", cell.money_minor as "moneyMinor"
from exception_children child,
  unnest(child.starts_on, child.source_milli, child.compared_milli, child.cell_money_minor)
    as cell (starts_on, source_milli, compared_milli, money_minor)
where child.exception_id = $1 and child.item_location_id is not null
order by child.child_number, cell.starts_on`;

/** Every cell of an exception that has a place in a plan. */
export const readCells = (source: Database | Transaction, exceptionId: string): Promise<Cell[]> =>
  rowsOf<Cell>(source, findCells, [exceptionId]);

type ForecastCriterion = Extract<Criterion, { kind: 'forecast' }>;

const comparisons: ReadonlySet<ForecastCriterion['test']> = new Set([
  'party-comparison',
  'version-change',
  'commit-mismatch',
  'response-required',
]);

/** Whether the cells' two values are values of a plan, so that one of them can be taken. */
export function isComparison(criterion: Criterion | null): criterion is ForecastCriterion {
  return criterion?.kind === 'forecast' && comparisons.has(criterion.test);
}

/** The value that a code gives a cell; null where it needs a value that is missing. */
export function valueBy(code: ResolutionCode, cell: Cell, criterion: ForecastCriterion): number | null {
  const { sourceMilli, comparedMilli } = cell;
  const isSourceBuyer = criterion.dataSource === 'buyer';
  const both = sourceMilli !== null && comparedMilli !== null;
  switch (code) {
    case 'DEFAULT_TO_BUYERS_VALUE':
      return isSourceBuyer ? sourceMilli : comparedMilli;
    case 'DEFAULT_TO_SELLERS_VALUE':
      return isSourceBuyer ? comparedMilli : sourceMilli;
    case 'DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES':
      return both ? Math.round((sourceMilli + comparedMilli) / 2) : null;
    case 'DEFAULT_TO_HIGH_VALUE':
      return both ? Math.max(sourceMilli, comparedMilli) : null;
    case 'DEFAULT_TO_LOW_VALUE':
      return both ? Math.min(sourceMilli, comparedMilli) : null;
    case 'MANUAL_RESOLUTION':
    case 'MUTUALLY_DEFINED':
      return null;
  }
}

/** Values for every cell of the exception; codes that take values take those given. */
export function valuesBy(
  code: ResolutionCode,
  cells: readonly Cell[],
  { criterion, values }: { criterion: Criterion | null; values: readonly ResolutionValue[] },
): ResolutionValue[] {
  if (code === 'MANUAL_RESOLUTION' || code === 'MUTUALLY_DEFINED') return [...values];
  if (!isComparison(criterion)) return [];
  return cells.flatMap((cell) => {
    const valueMilli = valueBy(code, cell, criterion);
    const { itemLocationId, startsOn } = cell;
    return valueMilli === null ? [] : [{ itemLocationId, startsOn, valueMilli }];
  });
}

/** Settled, and its values have no joint plan to stand in yet: it is judged once they do. */
export function isWaitingToBeWritten({ resolution, appliedPlanId, criterion }: ExceptionRow): boolean {
  if (resolution === null || appliedPlanId !== null || !isComparison(criterion)) return false;
  const takesValues = resolution.code === 'MANUAL_RESOLUTION' || resolution.code === 'MUTUALLY_DEFINED';
  return !takesValues || resolution.values.length > 0;
}

const labels: Readonly<Record<ResolutionCode, string>> = {
  DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES: 'Take the average',
  DEFAULT_TO_BUYERS_VALUE: 'Take the buyer’s value',
  DEFAULT_TO_SELLERS_VALUE: 'Take the seller’s value',
  DEFAULT_TO_HIGH_VALUE: 'Take the higher value',
  DEFAULT_TO_LOW_VALUE: 'Take the lower value',
  MANUAL_RESOLUTION: 'Give values by hand',
  MUTUALLY_DEFINED: 'Agree on values together',
};

/** Minor units for people: "62,853.12 USD". */
export const amountText = (minor: number, currency: string): string =>
  `${(minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency}`;

/** Worth of what is more (or less) than the buyer's value; the price is in the money of the cell, by its units. */
function effectOf(cell: Cell, valueMilli: number, criterion: ForecastCriterion): number {
  const { sourceMilli, comparedMilli, moneyMinor } = cell;
  const known = sourceMilli ?? comparedMilli ?? 0;
  const buyersMilli = valueBy('DEFAULT_TO_BUYERS_VALUE', cell, criterion) ?? 0;
  const units =
    sourceMilli === null || comparedMilli === null ? Math.abs(known) : Math.abs(sourceMilli - comparedMilli);
  return units === 0 ? 0 : ((valueMilli - buyersMilli) * moneyMinor) / units;
}

/**
 * What can be done about an exception and what it would change, in money: how much more (or less) the plan holds than
 * the buyer's values. What cannot be taken cell by cell has no effect of its own.
 */
export async function readOptions(
  source: Database | Transaction,
  row: ExceptionRow,
): Promise<ResolutionOption[]> {
  const { criterion, currency } = row;
  const manual: readonly ResolutionCode[] = resolutionCodes.filter(
    (code) => code === 'MANUAL_RESOLUTION' || code === 'MUTUALLY_DEFINED',
  );
  const cells = isComparison(criterion) ? await readCells(source, row.exceptionId) : [];
  const taken = isComparison(criterion)
    ? resolutionCodes.filter(
        (code) => !manual.includes(code) && cells.some((cell) => valueBy(code, cell, criterion) !== null),
      )
    : [];
  return [...taken, ...manual].map((code) => {
    const needsValues = manual.includes(code);
    const isDefault = criterion?.defaultResolution === code;
    if (needsValues || !isComparison(criterion)) {
      const effectText = needsValues ? 'As large as the values that you give' : 'Changes no plan by itself';
      return { code, label: labels[code], effectMinor: null, effectText, needsValues, isDefault };
    }
    let effect = 0;
    let count = 0;
    for (const cell of cells) {
      const valueMilli = valueBy(code, cell, criterion);
      if (valueMilli === null) continue;
      effect += effectOf(cell, valueMilli, criterion);
      count += 1;
    }
    const effectMinor = Math.round(effect);
    const direction = effectMinor < 0 ? 'less' : 'more';
    const worth = amountText(Math.abs(effectMinor), currency);
    const compared = effectMinor === 0 ? 'as much as' : `${worth} ${direction} than`;
    const effectText = `${count} of ${cells.length} values; ${compared} the buyer’s values`;
    return { code, label: labels[code], effectMinor, effectText, needsValues, isDefault };
  });
}
