import { expect, test } from 'vitest';
import { readBesideRequests, writeBesideRequests } from './beside-requests.ts';

const columns = [
  { key: 'row', title: 'Row', width: 4, isHidden: true },
  ...Array.from({ length: 52 }, (_, week) => ({
    key: `w${week}`,
    title: `W${week}`,
    width: 10,
    isNumber: true,
  })),
];
const valueAt = (row: number, week: number): number => ((row * 7 + week * 13) % 997) + 0.5;

test('a workbook of half a hundred thousand cells is written and read beside the requests, which go on meanwhile', async () => {
  const rows = Array.from({ length: 1_000 }, (_, row) => [
    `item-${row}`,
    ...Array.from({ length: 52 }, (_, week) => valueAt(row, week)),
  ]);
  let tickCount = 0;
  const timer = setInterval(() => {
    tickCount += 1;
  }, 5);
  const sheet = { name: 'Ours', isEditable: true, columns, rows };
  const bytes = await writeBesideRequests({ lines: ['Shared', 'Type here'], sheets: [sheet], facts: {} });
  const [read] = await readBesideRequests(bytes);
  clearInterval(timer);
  expect(tickCount).toBeGreaterThan(3);
  expect(read?.rows).toHaveLength(1_004);
  expect(read?.rows[503]).toEqual(rows[499]);
});

test('what is no workbook is refused from the thread as well', async () => {
  await expect(readBesideRequests(Buffer.alloc(200_000, 1))).rejects.toThrow();
});
