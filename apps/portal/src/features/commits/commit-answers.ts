/** Commits as a matrix of items and periods, and the answers that are being written. Pure. */
import type { CommitAnswer, CommitRow } from '../../app/api-types.ts';

export type WrittenAnswer = {
  committedMilli: number;
  reasonCode: NonNullable<CommitAnswer['reasonCode']> | null;
  note: string;
  alternatives: NonNullable<CommitAnswer['alternatives']>;
};
export type WrittenAnswers = Readonly<Record<string, WrittenAnswer>>;

export type MatrixLine = {
  itemLocationId: string;
  itemNumber: string;
  partnerItemNumber: string | null;
  description: string;
  locationCode: string;
  unit: string;
  byPeriod: ReadonlyMap<string, CommitRow>;
};
export type CommitMatrix = { periods: string[]; lines: MatrixLine[] };

/** A line for each item and place, a column for each period that anything is asked in. */
export function matrixOf(rows: readonly CommitRow[]): CommitMatrix {
  const lines = new Map<string, MatrixLine & { byPeriod: Map<string, CommitRow> }>();
  for (const row of rows) {
    const { itemLocationId, itemNumber, partnerItemNumber, description, locationCode, unit } = row;
    const line = lines.get(itemLocationId) ?? {
      ...{ itemLocationId, itemNumber, partnerItemNumber, description, locationCode, unit },
      byPeriod: new Map<string, CommitRow>(),
    };
    line.byPeriod.set(row.startsOn, row);
    lines.set(itemLocationId, line);
  }
  return {
    periods: [...new Set<string>(rows.map(({ startsOn }) => startsOn))].sort(),
    lines: [...lines.values()].sort(
      (left, right) =>
        left.itemNumber.localeCompare(right.itemNumber) ||
        left.locationCode.localeCompare(right.locationCode),
    ),
  };
}

type ReasonCode = NonNullable<CommitAnswer['reasonCode']>;

/** What a row shows in its field: what is being written, else the kept draft, else the answer that was sent. */
export function answerOf(row: CommitRow, written: WrittenAnswers): WrittenAnswer | undefined {
  const own = written[row.commitId];
  if (own !== undefined) return own;
  const kept =
    row.draft ?? (row.committedMilli === null ? null : { ...row, committedMilli: row.committedMilli });
  if (kept === null) return undefined;
  return {
    committedMilli: kept.committedMilli,
    reasonCode: kept.reasonCode as ReasonCode | null,
    note: kept.note ?? '',
    alternatives: [...kept.alternatives],
  };
}

/** A new quantity keeps what was explained before; a commit in full needs no explanation. */
export function withQuantity(
  row: CommitRow,
  written: WrittenAnswers,
  committedMilli: number,
): WrittenAnswers {
  const before = answerOf(row, written);
  const isShort = committedMilli < row.forecastMilli;
  return {
    ...written,
    [row.commitId]: {
      committedMilli,
      reasonCode: isShort ? (before?.reasonCode ?? null) : null,
      note: before?.note ?? '',
      alternatives: isShort ? (before?.alternatives ?? []) : [],
    },
  };
}

export const isShort = (row: CommitRow, { committedMilli }: { committedMilli: number }): boolean =>
  committedMilli < row.forecastMilli;

/** Answers that can be sent, and those short of what was asked that still lack a reason. */
export function readinessOf(
  rows: readonly CommitRow[],
  written: WrittenAnswers,
): { ready: CommitRow[]; withoutReason: CommitRow[]; shortCount: number } {
  const answered = rows.filter((row) => written[row.commitId] !== undefined || row.draft !== null);
  const lacks = (row: CommitRow): boolean => {
    const answer = answerOf(row, written);
    return answer !== undefined && isShort(row, answer) && answer.reasonCode === null;
  };
  return {
    ready: answered.filter((row) => !lacks(row)),
    withoutReason: answered.filter(lacks),
    shortCount: answered.filter((row) => {
      const answer = answerOf(row, written);
      return answer !== undefined && isShort(row, answer);
    }).length,
  };
}

/** In the words of the procedure. */
export function toAnswer(row: CommitRow, { reasonCode, note, ...answer }: WrittenAnswer): CommitAnswer {
  return {
    itemLocationId: row.itemLocationId,
    startsOn: row.startsOn,
    ...answer,
    ...(reasonCode === null ? {} : { reasonCode }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
}

/** Quantity of what a person typed in units; undefined where it is no number. */
export function readUnits(text: string): number | undefined {
  const number = Number(text.trim().replace(/\s/g, '').replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) || number < 0 ? undefined : Math.round(number * 1000);
}
