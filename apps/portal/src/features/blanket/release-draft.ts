import { addDays, type LocalDate } from '@coplan/kernel';
import type { BlanketDetail, ReleaseRequest, ReleaseSeed } from '../../app/api-types.ts';

/** What was typed over the seed, by item and first day of the week; thousandths. */
export type TypedWeeks = Readonly<Record<string, number>>;
export const weekKey = (itemLine: string, startsOn: string): string => `${itemLine} ${startsOn}`;

/** The weeks of a seed with what was typed, as the request of a forecast release. */
export const forecastRequest = (orderId: string, seed: ReleaseSeed, typed: TypedWeeks): ReleaseRequest => ({
  ...{ orderId, kind: 'forecast', startsOn: seed.startsOn, endsBefore: seed.endsBefore },
  items: seed.items.map(({ itemLine, weeks }) => ({
    itemLine,
    buckets: weeks.map(({ startsOn, endsBefore, certainty, amountMilli }) => ({
      ...{ startsOn, endsBefore, certainty, time: null },
      amountMilli: typed[weekKey(itemLine, startsOn)] ?? amountMilli,
    })),
  })),
});

/** A delivery by day and time; a time that is empty is any time of the day. */
export type ExactRow = { id: number; itemLine: string; on: string; time: string; amountMilli: number };

/** The call-offs of the firm days from tomorrow on, to be made precise. */
export function exactRows(view: BlanketDetail): ExactRow[] {
  const until = addDays(view.today, view.firmDays);
  return view.callOffs
    .filter(
      ({ startsOn, state, orderedMilli }) =>
        startsOn > view.today && startsOn < until && state !== 'cancelled' && orderedMilli > 0,
    )
    .map(({ itemLine, startsOn, time, orderedMilli }, id) => ({
      ...{ id, itemLine, on: startsOn, time: time ?? '' },
      amountMilli: orderedMilli,
    }));
}

/** The rows as the request of a shipping release: it speaks about tomorrow until the end of the last call-off. */
export function shippingRequest(view: BlanketDetail, rows: readonly ExactRow[]): ReleaseRequest {
  const startsOn = addDays(view.today, 1);
  const until = addDays(view.today, view.firmDays);
  const ends = view.callOffs
    .filter((one) => one.startsOn >= startsOn && one.startsOn < until)
    .map(({ endsBefore }) => endsBefore);
  const days = rows.map(({ on }) => addDays(on as LocalDate, 1));
  const endsBefore = [...ends, ...days].sort().at(-1) ?? until;
  const lines = [...new Set([...rows.map(({ itemLine }) => itemLine)])];
  return {
    ...{ orderId: view.orderId, kind: 'shipping', startsOn, endsBefore },
    items: lines.map((itemLine) => ({
      itemLine,
      buckets: rows
        .filter((row) => row.itemLine === itemLine && row.amountMilli > 0)
        .map(({ on, time, amountMilli }) => ({
          ...{ startsOn: on, endsBefore: addDays(on as LocalDate, 1), amountMilli },
          ...{ time: time === '' ? null : time, certainty: 'firm' as const },
        })),
    })),
  };
}

/**
 * Amounts that were copied from a spreadsheet column into a week, for it and the weeks below; undefined: it is no list
 * of numbers.
 */
export function pastedWeeks(text: string): number[] | undefined {
  const cells = text.trim().split(/\r?\n|\t/);
  if (cells.length < 2) return undefined;
  const amounts = cells.map((cell) =>
    Number(
      cell
        .trim()
        .replaceAll(' ', '')
        .replace(/,(?=\d{3}\b)/g, ''),
    ),
  );
  return amounts.every((amount) => Number.isFinite(amount) && amount >= 0)
    ? amounts.map((amount) => Math.round(amount * 1000))
    : undefined;
}

/** The weeks of all items as lines of text for a spreadsheet, tab by tab. */
export const weeksAsText = (view: BlanketDetail, request: ReleaseRequest): string =>
  [
    ['Item', 'From', 'Before', 'Firm', 'Amount'],
    ...request.items.flatMap(({ itemLine, buckets }) =>
      buckets.map(({ startsOn, endsBefore, certainty, amountMilli }) => [
        view.items.find((item) => item.itemLine === itemLine)?.itemNumber ?? itemLine,
        ...[startsOn, endsBefore, certainty, String(amountMilli / 1000)],
      ]),
    ),
  ]
    .map((cells) => cells.join('\t'))
    .join('\n');
