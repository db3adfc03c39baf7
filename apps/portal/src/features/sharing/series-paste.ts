/** Capacity, costs or prices as a spreadsheet puts them on the clipboard. Pure: the locale is an argument. */
import { parsePastedTable } from '@coplan/collaboration';

export type PastedLine = { itemNumber: string; locationCode?: string; amounts: (number | null)[] };
export type PastedSeries = { lines: PastedLine[]; bucketCount: number; problems: string[] };

const problemsMax = 20;
const microsPerMilli = 1_000;

type Reading = { isMoney: boolean; locale: string };

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();

function readLine(text: string, place: number, { isMoney, locale }: Reading): PastedLine | string[] {
  const [item = '', location = '', ...values] = text.split('\t');
  const itemNumber = unquoted(item);
  const locationCode = unquoted(location);
  const where = `Line ${place}`;
  if (itemNumber === '') return [`${where} has no item number in its first column`];
  if (values.length === 0) return [`${where} has no values after item and place`];
  const { rows, problems } = parsePastedTable(values.join('\t'), locale);
  const found = problems.map(({ columnIndex, message }) => `${where}, period ${columnIndex + 1}: ${message}`);
  const amounts = values.map((_, column): number | null => {
    const cell = rows[0]?.[column];
    const period = `${where}, period ${column + 1}`;
    if (cell === undefined || cell.valueMilli === null) return null;
    if (cell.isPercent || cell.valueMilli < 0) found.push(`${period}: write a number from 0 on`);
    if (cell.isRounded) found.push(`${period}: write at most three decimals`);
    return isMoney ? cell.valueMilli * microsPerMilli : cell.valueMilli;
  });
  if (found.length > 0) return found;
  return { itemNumber, ...(locationCode === '' ? {} : { locationCode }), amounts };
}

/**
 * Lines of item, place (empty: all together) and one value per period, separated by tabs; a first line that begins with
 * "Item" is a heading. Amounts come in thousandths of the unit, or millionths of money. Each problem names its place.
 */
export function readPastedSeries(text: string, reading: Reading): PastedSeries {
  const lines: PastedLine[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '' || (index === 0 && /^"?item\b/i.test(line.trim()))) continue;
    const read = readLine(line, index + 1, reading);
    if (Array.isArray(read)) problems.push(...read);
    else lines.push(read);
  }
  const bucketCount = lines.reduce((most, { amounts }) => Math.max(most, amounts.length), 0);
  return { lines, bucketCount, problems: problems.slice(0, problemsMax) };
}
