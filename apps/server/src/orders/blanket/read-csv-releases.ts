import { addDays, DomainError, type LocalDate } from '@coplan/kernel';
import { type CsvRow, csvCells, readCsvRows } from '../../platform/index.ts';
import { releaseFileInvalid } from './blanket.errors.ts';
import type { ReleasedBucket, ReleaseKind } from './blanket-facts.ts';

const required = ['order', 'release', 'kind', 'item', 'date', 'quantity'] as const;
type Row = CsvRow<(typeof required)[number] | 'until' | 'time' | 'certainty'>;

const releasesMax = 200;

/** What is wrong in a file, at `line 4, column item`. */
export type FileProblem = { place: string; why: string };

export type FileRow = { number: number; item: string; bucket: Omit<ReleasedBucket, 'reference'> };
/** Rows of one order, kind and release number. It speaks about its first until its last day. */
export type FileRelease = {
  poNumber: string;
  kind: ReleaseKind;
  releaseNumber: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  rows: readonly FileRow[];
};

const refuse = (place: string, why: string): never => {
  throw releaseFileInvalid({ place, why });
};
const cell = csvCells(refuse);
const refuseCell = ({ number }: Row, column: string, why: string): never =>
  refuse(`line ${number}, column ${column}`, why);

function kindOf(row: Row): ReleaseKind {
  const { kind } = row.cells;
  if (kind === 'forecast' || kind === 'shipping') return kind;
  return refuseCell(row, 'kind', `"${kind}" is neither forecast nor shipping`);
}

function certaintyOf(row: Row, kind: ReleaseKind): 'firm' | 'planned' {
  const text = row.cells.certainty ?? '';
  if (kind === 'shipping') {
    if (text === '' || text === 'firm') return 'firm';
    return refuseCell(row, 'certainty', 'what is called off by day and time is firm: leave it empty');
  }
  if (text === 'firm' || text === 'planned') return text;
  return refuseCell(row, 'certainty', `"${text}" is neither firm nor planned`);
}

function untilOf(row: Row, startsOn: LocalDate): LocalDate {
  if ((row.cells.until ?? '') === '') return startsOn;
  const until = cell.day(row, 'until');
  return until >= startsOn ? until : refuseCell(row, 'until', `${until} lies before ${startsOn}`);
}

function timeOf(row: Row): string | null {
  const text = row.cells.time ?? '';
  if (text === '') return null;
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
    ? text
    : refuseCell(row, 'time', `"${text}" is no time: write 06:30`);
}

function readRow(row: Row): { kind: ReleaseKind; row: FileRow } {
  const kind = kindOf(row);
  const startsOn = cell.day(row, 'date');
  return {
    kind,
    row: {
      number: row.number,
      item: row.cells.item ?? '',
      bucket: {
        startsOn,
        endsBefore: addDays(untilOf(row, startsOn), 1),
        time: timeOf(row),
        amountMilli: cell.quantityOrNoneMilli(row, 'quantity'),
        certainty: certaintyOf(row, kind),
      },
    },
  };
}

/** What a reading says, or the problem that it found. */
export function orProblem<Result>(problems: FileProblem[], read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { place, why } = error.details as Partial<FileProblem>;
    problems.push({ place: place ?? 'file', why: why ?? error.message });
    return undefined;
  }
}

/**
 * Releases of a CSV file. Columns: order, release, kind (forecast, shipping), item (number or GTIN), date, quantity (0:
 * none); until (the period's last day; empty: the same day), time, certainty (firm, planned; of a forecast). A file that
 * is no table is refused; what is wrong in single rows is told, row by row.
 */
export function readCsvReleases(text: string): { releases: FileRelease[]; problems: FileProblem[] } {
  const problems: FileProblem[] = [];
  const rows: Row[] = readCsvRows(text, { required, refuse });
  const read = rows.flatMap((row) => {
    const said = orProblem(problems, () => readRow(row));
    const { order: poNumber = '', release: releaseNumber = '' } = row.cells;
    return said === undefined ? [] : { ...said, poNumber, releaseNumber };
  });
  const groups = Map.groupBy(read, ({ poNumber, kind, releaseNumber }) =>
    JSON.stringify([poNumber, kind, releaseNumber]),
  );
  if (groups.size > releasesMax) refuse('file', `more than ${releasesMax} releases: split it`);
  const releases = [...groups.values()].map((group): FileRelease => {
    const [first] = group;
    if (first === undefined) throw new Error('a group has a row');
    const { poNumber, kind, releaseNumber } = first;
    const days = group.map(({ row }) => row.bucket.startsOn).sort();
    const ends = group.map(({ row }) => row.bucket.endsBefore).sort();
    return {
      ...{ poNumber, kind, releaseNumber, rows: group.map(({ row }) => row) },
      startsOn: days[0] ?? first.row.bucket.startsOn,
      endsBefore: ends.at(-1) ?? first.row.bucket.endsBefore,
    };
  });
  return { releases, problems };
}
