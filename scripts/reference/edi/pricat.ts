import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
import { namedParties, roleCodes } from './edifact-schedule-words.ts';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem } from './words.ts';

const { catalogue, dates } = defaultProfile.edifact;

export const pricatPage: MessagePage = {
  set: 'PRICAT',
  title: 'price catalogue',
  places: [
    ['BGM01-1', '', 'only the agreed codes'],
    ['BGM02', 'catalogueNumber', 'in D.01B the first component'],
    ['BGM03', 'purpose', 'by the agreed codes'],
    ['DTM01-2', 'issuedOn, startsOn, endsBefore', 'by the agreed codes; the wire names the last day'],
    ...namedParties,
    ['CUX01-2', 'currency', 'where CUX01-1 is 2; where it is missing, the agreed one'],
    ['LIN01', 'items[].lineNumber', ''],
    ['LIN02', 'items[].status', 'by the agreed codes'],
    ...edifactItem,
    ['IMD03-4', 'items[].description', 'where IMD01 is F; up to two parts, split at blanks'],
    ['QTY01-2', 'items[].packCount', 'with the agreed qualifier'],
    ['PRI01-1', 'items[].prices[].kind', 'with PRI01-3 and PRI01-4, by the agreed rows'],
    ['PRI01-2', 'items[].prices[].unitPriceMicros', 'point or comma'],
    ['PRI01-5', '', 'only 1: the price is per unit'],
    ['PRI01-6', 'items[].prices[].unit', 'where it is missing, the agreed one'],
    ['DTM01-2', 'items[].prices[].startsOn, ….endsBefore', 'below PRI, else below LIN'],
  ],
  codesIntroduction:
    'Item numbers and units are those of ORDERS. The items of all price groups are read, and written into one. Allowances and charges (ALC), prices by quantity (RNG), prices of a whole group and lines that are the contents of another are refused, because they change what a price means.',
  codes: [
    ...codesOf('Kind of catalogue (BGM01-1)', { prices: catalogue.types }),
    ...codesOf('Purpose (BGM03)', catalogue.purposes),
    ...roleCodes,
    ...codesOf('Days (DTM01-1)', {
      issuedOn: dates.document,
      startsOn: catalogue.starts,
      endsBefore: catalogue.ends,
    }),
    ...codesOf('Status (LIN02)', catalogue.statuses),
    '### Prices (PRI01-1, PRI01-3, PRI01-4)',
    table(
      ['kind', 'PRI01-1', 'PRI01-3', 'PRI01-4'],
      catalogue.prices.map(({ kind, price, type, qualifier }) => [kind, price, type, qualifier]),
    ),
    ...codesOf('Currency (CUX01-3), consumer units (QTY01-1)', {
      currency: catalogue.currencies,
      packCount: catalogue.packCounts,
    }),
  ],
};
