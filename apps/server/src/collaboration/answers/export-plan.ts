import { createHash, randomBytes } from 'node:crypto';
import { commitReasons } from '@coplan/collaboration';
import { assert } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type GridRow, gridInput, openWorkingPlan, readGrid, readGridRows } from '../plans/index.ts';
import { nothingToExport, tooManyCells } from './answers.errors.ts';
import { writeBesideRequests } from './beside-requests.ts';
import { reasonKey } from './compare-workbook.ts';
import { type ExportedContent, type ExportedSheet, packContent } from './exported-content.ts';
import type { PlanColumn, PlanSheet } from './xlsx-workbook.ts';

export const exportPlanInput = gridInput.extend({
  /** What is shown; by default everything that the asking side may see. */
  measures: z.array(z.string().max(40)).min(1).max(20).optional(),
});
type Input = z.output<typeof exportPlanInput>;

export type ExportedFile = { bytes: Uint8Array; fileName: string; rowCount: number };

const cellsMax = 3_000_000;
const blockSize = 500;
/** Names of sheets are at most 31 characters without these signs (ECMA-376, 18.2.19). */
const sheetNameOf = (name: string): string =>
  name
    .replace(/[[\]:*?/\\]/g, ' ')
    .slice(0, 31)
    .trim();

const toMilli = (value: number | null): number | null => (value === null ? null : Math.round(value * 1_000));

async function readAllRows(context: Context, input: Input, rowCount: number): Promise<GridRow[]> {
  const rows: GridRow[] = [];
  for (let offset = 0; offset < rowCount; offset += blockSize) {
    rows.push(...(await readGridRows(context, { ...input, offset, limit: blockSize })).rows);
  }
  return rows;
}

type Grid = Awaited<ReturnType<typeof readGrid>>;

const itemColumns: readonly PlanColumn[] = [
  { key: 'row', title: 'Row', width: 4, isHidden: true },
  { key: 'version', title: 'Version', width: 4, isHidden: true },
  { key: 'item', title: 'Item', width: 14 },
  { key: 'partner-item', title: 'Partner’s item', width: 14 },
  { key: 'description', title: 'Description', width: 32 },
  { key: 'location', title: 'Location', width: 10 },
  { key: 'unit', title: 'Unit', width: 6 },
];

/** Why a row commits less than was asked: one for all its weeks. */
const reasonColumn: PlanColumn = {
  key: reasonKey,
  title: 'Reason, where you commit less',
  width: 22,
  isUnlocked: true,
  choices: commitReasons.map(({ name }) => name),
};

const columnsOf = ({ buckets }: Grid, isCommits: boolean): PlanColumn[] => [
  ...itemColumns,
  ...(isCommits ? [reasonColumn] : []),
  ...buckets.map(({ startsOn, label, partnerLabel }) => ({
    key: startsOn,
    title: `${label}\n${startsOn}${partnerLabel === null ? '' : `\n(${partnerLabel})`}`,
    width: 12,
    isNumber: true,
  })),
];

/** A side's own working plan and open joint plan are typed into; a supplier answers with commits. */
function targetOf(grid: Grid, measure: Grid['measures'][number]): ExportedSheet['target'] {
  if (measure.code === 'commit') return grid.mySide === 'seller' ? { kind: 'commits' } : null;
  return measure.isEditable && measure.planId !== null ? { kind: 'plan', planId: measure.planId } : null;
}

type SheetPair = { shown: PlanSheet; kept: ExportedSheet };

function sheetOf(grid: Grid, measure: Grid['measures'][number], rows: readonly GridRow[]): SheetPair {
  const plan = grid.plans.find((one) => one.measure === measure.code);
  const cellsOf = (row: GridRow) => row.cells[measure.code] ?? grid.buckets.map(() => null);
  const sheetName = sheetNameOf(measure.name);
  const target = targetOf(grid, measure);
  const isCommits = target?.kind === 'commits';
  return {
    shown: {
      name: sheetName,
      isEditable: target !== null,
      columns: columnsOf(grid, isCommits),
      rows: rows.map((row) => [
        row.itemLocationId,
        row.rowVersion[measure.code] ?? 0,
        row.itemNumber,
        row.partnerItemNumber,
        row.description,
        row.locationCode,
        row.unit,
        ...(isCommits ? [null] : []),
        ...cellsOf(row),
      ]),
    },
    kept: {
      sheetName,
      target,
      firstBucketIndex: target?.kind === 'commits' ? 0 : -(plan?.firstColumn ?? 0),
      bucketCount: target?.kind === 'commits' ? grid.buckets.length : (plan?.bucketCount ?? 0),
      rows: Object.fromEntries(rows.map((row) => [row.itemLocationId, cellsOf(row).map(toMilli)])),
    },
  };
}

const insertExport = `
insert into xlsx_exports (id, org_id, agreement_id, agreement_version_id, purpose, token_hash, content, row_count,
  issued_at, issued_to)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, $8, $9)`;

/** The grid as a workbook, with exactly what is shown, and the memory of what was handed out. */
export async function exportPlan(context: Context, input: Input): Promise<ExportedFile> {
  if (input.purpose === 'sales' && context.actor.roles.includes('answer')) {
    await context.db.transaction((tx) => openWorkingPlan(context, tx, input));
  }
  const grid = await readGrid(context, input);
  const wanted = grid.measures.filter(({ code }) => input.measures?.includes(code) ?? true);
  if (wanted.length === 0 || grid.rowCount === 0) throw nothingToExport();
  if (grid.rowCount * grid.buckets.length * wanted.length > cellsMax) throw tooManyCells(cellsMax);
  const rows = await readAllRows(context, input, grid.rowCount);
  const isTyped = (measure: Grid['measures'][number]): number => Number(targetOf(grid, measure) !== null);
  const editableFirst = wanted.toSorted((left, right) => isTyped(right) - isTyped(left));
  const sheets = editableFirst.map((measure) => sheetOf(grid, measure, rows));
  assert(
    new Set(sheets.map(({ kept }) => kept.sheetName)).size === sheets.length,
    'measures have names of their own',
  );
  const exportId = context.newId();
  const token = randomBytes(32).toString('base64url');
  const issuedAt = context.clock.now();
  const content: ExportedContent = {
    formatVersion: 1,
    agreementId: grid.agreementId,
    purpose: input.purpose,
    columns: grid.buckets.map(({ startsOn }) => startsOn),
    sheets: sheets.map(({ kept }) => kept),
  };
  await context.db.transaction(async (tx) => {
    await tx.query(insertExport, [
      exportId,
      grid.agreementId,
      grid.agreementVersionId,
      input.purpose,
      createHash('sha256').update(token).digest(),
      packContent(content),
      rows.length,
      issuedAt,
      context.actor.name,
    ]);
    await tx.audit({
      command: 'answers.export',
      subject: { kind: 'agreement', id: grid.agreementId },
      after: {
        exportId,
        purpose: input.purpose,
        rowCount: rows.length,
        measures: wanted.map(({ code }) => code),
      },
    });
  });
  const bytes = await writeBesideRequests({
    lines: [
      `Shared with ${context.actor.name} under the agreement with ${grid.partnerName}, on ${issuedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. Not to be passed on.`,
      'Type into the unlocked cells and upload this file; you see what changes before anything is taken over. An empty cell means “no value”.',
    ],
    sheets: sheets.map(({ shown }) => shown),
    facts: {
      format: '1',
      export: exportId,
      token,
      agreement: grid.agreementId,
      version: grid.agreementVersionId,
    },
  });
  const day = issuedAt.toISOString().slice(0, 10);
  return { bytes, fileName: `plan-${input.purpose}-${day}.xlsx`, rowCount: rows.length };
}
