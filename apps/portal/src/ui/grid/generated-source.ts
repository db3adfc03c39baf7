import { addDays, isoWeekLabel, type LocalDate } from '@coplan/kernel';
import type { GridHead, GridSource } from './grid-source.ts';
import type { BucketWindow, GridBucket, GridMeasure, LoadedRow } from './grid-types.ts';

type Size = { rowCount: number; bucketCount: number; pastCount: number };

const codes = ['history', 'statistical', 'mine', 'partner', 'joint'] as const;
const names = ['History', 'Statistical', 'Ours', 'Partner', 'Joint plan'] as const;
const answerMs = 5;
const categories = ['Dairy', 'Bakery', 'Household', 'Drinks', 'Frozen'];

const windowOf = (ahead: number): BucketWindow =>
  ahead < 0 ? 'past' : ahead < 4 ? 'frozen' : ahead < 12 ? 'slushy' : 'liquid';

function headOf({ rowCount, bucketCount, pastCount }: Size): GridHead {
  const first = '2025-11-24' as LocalDate;
  const buckets = Array.from({ length: bucketCount }, (_, index): GridBucket => {
    const startsOn = addDays(first, index * 7);
    return {
      startsOn,
      endsBefore: addDays(startsOn, 7),
      label: isoWeekLabel(startsOn),
      partnerLabel: null,
      window: windowOf(index - pastCount),
    };
  });
  const measures = codes.map((code, index): GridMeasure => {
    const isEditable = code === 'mine' || code === 'joint';
    const planId = isEditable ? code : null;
    return { code, name: names[index] ?? code, planId, isEditable, source: `Generated ${code}` };
  });
  return { buckets, measures, rowCount, bucketsPerYear: 52 };
}

/** Always the same number for the same cell: hundreds of units that rise and fall over the year. */
const amountOf = (rowIndex: number, bucketIndex: number, measureIndex: number): number => {
  const level = 20 + ((rowIndex * 7919) % 480);
  const season = 1 + 0.3 * Math.sin((bucketIndex / 52) * 2 * Math.PI + (rowIndex % 7));
  return Math.round(level * season * (1 + 0.02 * measureIndex)) * 1_000;
};

function rowOf(rowIndex: number, { bucketCount, pastCount }: Size): LoadedRow {
  const itemIndex = Math.floor(rowIndex / 10);
  const series = (measureIndex: number, from: number, until: number): (number | null)[] =>
    Array.from({ length: bucketCount }, (_, bucketIndex) =>
      bucketIndex >= from && bucketIndex < until ? amountOf(rowIndex, bucketIndex, measureIndex) : null,
    );
  const cellsOf = (index: number) =>
    index === 0 ? series(0, 0, pastCount) : series(index, pastCount, bucketCount);
  return {
    itemLocationId: `row-${rowIndex}`,
    itemNumber: String(100_000 + itemIndex),
    partnerItemNumber: null,
    description: `Item ${itemIndex}`,
    locationCode: `DC-${String(rowIndex % 10).padStart(2, '0')}`,
    category: categories[itemIndex % categories.length] ?? 'Dairy',
    unit: 'EA',
    measures: Object.fromEntries(
      codes.map((code, index) => [
        code,
        { underlyingMilli: cellsOf(index), overrideMilli: null, editNumber: 0 },
      ]),
    ),
  };
}

/** A source of any size without a server, whose edits always count: for measuring the grid and trying it out. */
export function createGeneratedSource(size: Size): GridSource {
  let editNumber = 0;
  return {
    head: headOf(size),
    async readRows({ offset, limit }) {
      // A server answers in a task of its own, never before the page can paint.
      await new Promise((resolve) => setTimeout(resolve, answerMs));
      const count = Math.min(limit, size.rowCount - offset);
      return Array.from({ length: count }, (_, index) => rowOf(offset + index, size));
    },
    edit: async ({ edits }) => {
      editNumber += edits.length;
      return { applied: edits.map((_, index) => editNumber - edits.length + index + 1), conflicts: [] };
    },
    follow: () => () => undefined,
    history: async () => [],
    isUnreached: () => false,
    explain: String,
  };
}
