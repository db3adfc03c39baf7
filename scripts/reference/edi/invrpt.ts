import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
import { namedParties, roleCodes } from './edifact-schedule-words.ts';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem } from './words.ts';

const { inventory, dates } = defaultProfile.edifact;

export const invrptPage: MessagePage = {
  set: 'INVRPT',
  title: 'inventory report',
  places: [
    ['BGM01-1', 'holder', 'by the agreed codes'],
    ['BGM02', 'reference', 'in D.01B the first component'],
    ['BGM03', '', '9: original'],
    ['DTM01-2', 'reportedOn', ''],
    ...namedParties,
    ['LIN01', '', 'counted when it is written'],
    ...edifactItem,
    ['QTY01-1', 'facts[].measure', 'with INV01, by the agreed pairs'],
    ['QTY01-2', 'facts[].quantity.amountMilli', 'point or comma'],
    ['QTY01-3', 'facts[].quantity.unit', 'where it is missing, the agreed one'],
    ['INV01', 'facts[].measure', 'below QTY in D.96A, above it in D.01B: 1 out, 2 in'],
    ['INV04', '', 'written in D.01B where there is no direction'],
    ['GIN02-1', 'facts[].lotNumber', 'with the agreed qualifier'],
    ['LOC02-1', 'facts[].location', 'below the quantity, or below LIN for all of them'],
    ['DTM01-2', 'facts[].on, ….expiresOn', 'below the quantity, by the agreed codes'],
  ],
  codesIntroduction:
    'Item numbers and units are those of ORDERS. What is expected below another quantity cannot be told: it is refused when it is written.',
  codes: [
    ...codesOf('Whose stock it is (BGM01-1)', inventory.holders),
    ...roleCodes,
    '### Measures (QTY01-1 with INV01)',
    table(
      ['measure', 'QTY01-1', 'INV01'],
      inventory.measures.map(({ measure, quantity, direction }) => [measure, quantity, direction]),
    ),
    ...codesOf('Days (DTM01-1)', {
      reportedOn: dates.document,
      on: inventory.days,
      expiresOn: inventory.expiries,
    }),
    ...codesOf('Places (LOC01) and lots (GIN01)', { location: inventory.places, lotNumber: inventory.lots }),
  ],
};
