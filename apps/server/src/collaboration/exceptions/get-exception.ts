import type { ResolutionCode, Side } from '@coplan/collaboration';
import { z } from 'zod';
import { rowsOf } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import { exceptionNotFound } from './exceptions.errors.ts';
import { type ExceptionSummary, namedExceptions, summaryOf } from './list-exceptions.ts';
import { type ExceptionRow, type ResolutionValue, sideOf } from './load-exception.ts';
import { noteReadings } from './note-readings.ts';
import { amountText, type ResolutionOption, readOptions } from './resolution-options.ts';

export const getExceptionInput = z.object({
  exceptionId: z.uuid(),
  /** Children, largest money first. */
  childOffset: z.int().min(0).max(1_000_000).default(0),
  childLimit: z.int().min(1).max(500).default(100),
});

export type ExceptionCell = {
  startsOn: string;
  kind: 'difference' | 'response-required';
  sourceMilli: number | null;
  comparedMilli: number | null;
  /** Ratio, tracking signal, days of supply or units, as the criterion says; null: without bound or missing. */
  measured: number | null;
  moneyMinor: number;
};

export type ExceptionChild = {
  childNumber: number;
  criterionCode: string;
  itemLocationId: string | null;
  itemNumber: string | null;
  description: string | null;
  locationCode: string | null;
  category: string | null;
  unit: string | null;
  moneyMinor: number;
  cells: ExceptionCell[];
};

type Deed = {
  code: ResolutionCode;
  values: ResolutionValue[];
  note: string | null;
  bySide: Side;
  byName: string;
  at: string;
};

export type ExceptionDetail = ExceptionSummary & {
  /** Facts in words, most important first. */
  facts: { label: string; text: string }[];
  question: { text: string; bySide: Side; byName: string; at: string } | null;
  proposal: Deed | null;
  resolution: (Deed & { isDefault: boolean; acceptedByName: string | null; isWritten: boolean }) | null;
  options: ResolutionOption[];
  /** The evaluation that saw it last; null: it was not found by a criterion, so there is nothing to check. */
  evaluationId: string | null;
  sourceName: string;
  comparedName: string;
  children: ExceptionChild[];
  history: { at: string; type: string; text: string; actorName: string; isMine: boolean }[];
};

const findOne = `${namedExceptions} where exception.id = $1`;

const findChildren = `
select child.child_number as "childNumber", child.criterion_code as "criterionCode",
  child.item_location_id as "itemLocationId", item.item_number as "itemNumber", item.description,
  place.code as "locationCode", item.category, item.base_unit as unit, child.money_minor as "moneyMinor",
  to_json(child.starts_on) as "startsOn", child.kinds, to_json(child.source_milli) as "sourceMilli",
  to_json(child.compared_milli) as "comparedMilli", child.measured, to_json(child.cell_money_minor) as "cellMoneyMinor"
from exception_children child
  left join items item on item.org_id = child.buyer_id and item.id = child.item_id
  left join locations place on place.org_id = child.buyer_id and place.id = child.location_id
where child.exception_id = $1
order by child.money_minor desc, child.child_number offset $2 limit $3`;

const findHistory = `
select at, type, text, actor_name as "actorName",
  coalesce(actor_org_id = (select current_setting('app.org')::uuid), false) as "isMine"
from exception_events where exception_id = $1 order by at desc, id desc limit 200`;

type StoredChild = Omit<ExceptionChild, 'cells'> & {
  startsOn: string[];
  kinds: number[];
  sourceMilli: (number | null)[];
  comparedMilli: (number | null)[];
  measured: number[];
  cellMoneyMinor: number[];
};

function childOf(stored: StoredChild): ExceptionChild {
  const { startsOn, kinds, sourceMilli, comparedMilli, measured, cellMoneyMinor, ...child } = stored;
  return {
    ...child,
    cells: startsOn.map((date, at) => ({
      startsOn: date,
      kind: kinds[at] === 1 ? 'response-required' : 'difference',
      sourceMilli: sourceMilli[at] ?? null,
      comparedMilli: comparedMilli[at] ?? null,
      measured: Number.isFinite(measured[at]) ? (measured[at] ?? null) : null,
      moneyMinor: cellMoneyMinor[at] ?? 0,
    })),
  };
}

const sideNames = { buyer: 'Buyer', seller: 'Seller' } as const;

/** How the two values of a child are called. */
function valueNames({ criterion }: ExceptionRow): { sourceName: string; comparedName: string } {
  if (criterion === null) return { sourceName: 'Value', comparedName: 'Compared with' };
  if (criterion.kind === 'metric') return { sourceName: 'Result', comparedName: 'Goal' };
  if (criterion.kind === 'operational') return { sourceName: 'Value', comparedName: 'Agreed' };
  if (criterion.kind === 'data-quality') return { sourceName: 'Planned', comparedName: 'Known' };
  const { test, dataSource, comparisonDataSource } = criterion;
  const other = dataSource === 'buyer' ? 'seller' : 'buyer';
  const compared = comparisonDataSource ?? other;
  if (test === 'version-change') return { sourceName: 'This version', comparedName: 'Version before' };
  if (test === 'accuracy' || test === 'bias') return { sourceName: 'Forecast', comparedName: 'Actual' };
  if (test === 'commit-mismatch' || test === 'cumulative-commit-mismatch') {
    return dataSource === 'seller'
      ? { sourceName: 'Commit', comparedName: 'Order forecast' }
      : { sourceName: 'Order forecast', comparedName: 'Commit' };
  }
  return { sourceName: sideNames[dataSource], comparedName: sideNames[compared] };
}

function factsOf(row: ExceptionRow): { label: string; text: string }[] {
  const { criterion, overMinor, underMinor, currency } = row;
  const facts = [
    { label: 'Cause', text: row.causeLabel },
    { label: 'Above', text: amountText(overMinor, currency) },
    { label: 'Below', text: amountText(underMinor, currency) },
    { label: 'Parts', text: String(row.childCount) },
  ];
  if (criterion !== null) {
    const { thresholds, defaultResolution, responseHours } = criterion;
    const limits = [
      ...(thresholds.ratio === undefined ? [] : [`${Math.round(thresholds.ratio * 1_000) / 10} %`]),
      ...(thresholds.unitsMilli === undefined ? [] : [`${thresholds.unitsMilli / 1_000} units`]),
      ...(thresholds.moneyMinor === undefined ? [] : [amountText(thresholds.moneyMinor, currency)]),
    ];
    facts.push(
      { label: 'Criterion', text: criterion.name },
      { label: 'Tolerance', text: limits.length === 0 ? 'none' : limits.join(' and ') },
      { label: 'Answer within', text: `${responseHours} working hours` },
      { label: 'If nobody answers', text: defaultResolution.toLowerCase().replaceAll('_', ' ') },
    );
  }
  return facts;
}

/** One exception with a page of its children, what can be done about it and what each would cost, and its history. */
export async function getException(
  context: Context,
  input: z.output<typeof getExceptionInput>,
): Promise<ExceptionDetail> {
  const { db } = context;
  const { exceptionId, childOffset, childLimit } = input;
  type Named = ExceptionRow & { agreementName: string; partnerName: string };
  const [[row], children, history] = await Promise.all([
    rowsOf<Named>(db, findOne, [exceptionId]),
    rowsOf<StoredChild>(db, findChildren, [exceptionId, childOffset, childLimit]),
    rowsOf<{ at: Date; type: string; text: string; actorName: string; isMine: boolean }>(db, findHistory, [
      exceptionId,
    ]),
  ]);
  if (row === undefined) throw exceptionNotFound(exceptionId);
  const days = children.flatMap(({ startsOn }) => startsOn);
  await noteReadings(context, { ...row, purpose: 'exception', rowCount: children.length, days });
  const deedOf = (deed: NonNullable<ExceptionRow['proposal']>): Deed => ({
    code: deed.code,
    values: deed.values,
    note: deed.note,
    bySide: sideOf(row, deed.byId),
    byName: deed.byName,
    at: deed.at,
  });
  const { question, proposal, resolution } = row;
  return {
    ...summaryOf(row, context),
    facts: factsOf(row),
    question:
      question === null
        ? null
        : {
            text: question.text,
            bySide: sideOf(row, question.byId),
            byName: question.byName,
            at: question.at,
          },
    proposal: proposal === null ? null : deedOf(proposal),
    resolution:
      resolution === null
        ? null
        : {
            ...deedOf(resolution),
            isDefault: resolution.isDefault,
            acceptedByName: resolution.acceptedByName,
            isWritten: row.appliedPlanId !== null,
          },
    options: await readOptions(db, row),
    evaluationId: row.evaluationId,
    ...valueNames(row),
    children: children.map(childOf),
    history: history.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
  };
}
