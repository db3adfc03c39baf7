import type { Evaluation, EvaluationInput, PooledException } from '@coplan/collaboration';
import { addDays } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import type { ExceptionRow } from './load-exception.ts';

export type NewChild = {
  criterionCode: string;
  itemLocationId: string | null;
  itemId: string | null;
  locationId: string | null;
  moneyMinor: number;
  startsOn: string[];
  kinds: number[];
  sourceMilli: (number | null)[];
  comparedMilli: (number | null)[];
  measured: (number | null)[];
  cellMoneyMinor: number[];
};

const numberOrNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
const whole = (value: number | undefined): number | null => {
  const number = numberOrNull(value);
  return number === null ? null : Math.round(number);
};

/** The findings of one exception, an item-location in a row: findings come in the order of criteria and rows. */
export function childrenOf(
  { criterionIndexes, findingIndexes }: PooledException,
  { input, evaluation }: { input: EvaluationInput; evaluation: Evaluation },
): NewChild[] {
  const children: NewChild[] = [];
  let last = '';
  for (let place = 0; place < findingIndexes.length; place++) {
    const criterionIndex = criterionIndexes[place] as number;
    const at = findingIndexes[place] as number;
    const findings = evaluation.findings[criterionIndex];
    if (findings === undefined) continue;
    const row = findings.rows[at] as number;
    const key = `${criterionIndex} ${row}`;
    if (key !== last) {
      children.push({
        criterionCode: input.criteria[criterionIndex]?.code ?? '',
        itemLocationId: input.rows.itemLocationIds[row] ?? null,
        itemId: input.rows.itemIds[row] ?? null,
        locationId: input.rows.locationIds[row] ?? null,
        moneyMinor: 0,
        startsOn: [],
        kinds: [],
        sourceMilli: [],
        comparedMilli: [],
        measured: [],
        cellMoneyMinor: [],
      });
      last = key;
    }
    const child = children.at(-1) as NewChild;
    const money = findings.moneyMinor[at] as number;
    child.moneyMinor += money;
    child.startsOn.push(addDays(input.startsOn, (findings.buckets[at] as number) * input.bucketDays));
    child.kinds.push(findings.kinds[at] as number);
    child.sourceMilli.push(whole(findings.sourceMilli[at]));
    child.comparedMilli.push(whole(findings.comparedMilli[at]));
    child.measured.push(numberOrNull(findings.measured[at]));
    child.cellMoneyMinor.push(money);
  }
  return children;
}

const insertChildren = `
insert into exception_children (buyer_id, supplier_id, exception_id, child_number, criterion_code, item_location_id,
  item_id, location_id, money_minor, starts_on, kinds, source_milli, compared_milli, measured, cell_money_minor)
select $1, $2, $3, $5 + row_number() over (), child."criterionCode", child."itemLocationId", child."itemId",
  child."locationId", child."moneyMinor", child."startsOn", child.kinds, child."sourceMilli", child."comparedMilli",
  child.measured, child."cellMoneyMinor"
from json_to_recordset($4::json) as child("criterionCode" text, "itemLocationId" uuid, "itemId" uuid,
  "locationId" uuid, "moneyMinor" bigint, "startsOn" date[], kinds smallint[], "sourceMilli" bigint[],
  "comparedMilli" bigint[], measured double precision[], "cellMoneyMinor" bigint[])`;

const childrenPerStatement = 5_000;

/** Replaces the children of an exception by what the newest evaluation found. */
export async function writeChildren(
  tx: Transaction,
  { buyerId, supplierId, exceptionId }: Pick<ExceptionRow, 'buyerId' | 'supplierId' | 'exceptionId'>,
  children: readonly NewChild[],
): Promise<void> {
  await tx.query('delete from exception_children where buyer_id = $1 and exception_id = $2', [
    buyerId,
    exceptionId,
  ]);
  for (let first = 0; first < children.length; first += childrenPerStatement) {
    // Without bound is said as the largest number that JSON and the column hold.
    const json = JSON.stringify(children.slice(first, first + childrenPerStatement), (_, value: unknown) =>
      value === Number.POSITIVE_INFINITY ? Number.MAX_VALUE : value,
    );
    await tx.query(insertChildren, [buyerId, supplierId, exceptionId, json, first]);
  }
}
