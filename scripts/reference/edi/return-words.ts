import type { GoodsReturn } from '@coplan/documents';
import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf } from './message-page.ts';
import { edifactItem, nad, type PlaceWords } from './words.ts';

type Kind = GoodsReturn['kind'];
const { answers, conditions, dispositions, places, quantities, reasons, references, texts, types } =
  defaultProfile.edifact.goodsReturn;

const returnNad = nad.map(
  ([place, field, words]): PlaceWords => [
    place,
    field === 'buyer, supplier, shipTo' ? 'buyer, supplier, returnTo' : field.replace('shipTo.', '….'),
    words,
  ],
);

/** RETANN and RETINS say the same; only the first names prices and reasons. */
export const returnPlaces = (kind: Kind): PlaceWords[] => [
  ['BGM01-1', 'kind', 'only the agreed codes are taken'],
  ['BGM02', 'returnNumber', 'in D.01B the first component'],
  ['BGM03', '', '9 original'],
  ['DTM01-2', 'writtenOn', 'by the agreed codes in DTM01-1'],
  [
    'RFF01-2',
    'announcementNumber, authorisationNumber, lines[].poNumber, ….invoiceNumber, ….shipmentNumber, ….serialNumbers[]',
    'by the agreed codes in RFF01-1; order, invoice and shipment at the line, else in front of the lines for all of them',
  ],
  ...returnNad,
  ['LOC02-1', 'goodsAt.gln, goodsAt.code', 'below the buyer'],
  ['LIN01', '', 'running number'],
  ...edifactItem,
  ['IMD03-4', 'lines[].description', 'where IMD01 is F; up to two parts'],
  ['QTY01-2', 'lines[].quantity.amountMilli', 'by the agreed codes in QTY01-1; point or comma'],
  ['QTY01-3', 'lines[].quantity.unit', 'where it is missing, the agreed one'],
  ...(kind === 'announcement'
    ? ([['PRI01-2', 'lines[].unitPriceMicros', 'for one returned unit']] satisfies PlaceWords[])
    : []),
  [
    'FTX03-1',
    `lines[].${kind === 'announcement' ? 'reason' : 'answer'}`,
    'by the agreed codes, where FTX01 says so',
  ],
  ['FTX04-1', 'lines[].note', 'where FTX01 says so; up to five parts'],
  ['CDI02-1', 'lines[].disposition', 'where CDI01 is the agreed code'],
  ['CNT01-2', '', 'where CNT01-1 is 2: number of lines; checked when read'],
];

export const returnCodes = (kind: Kind): string[] => [
  ...codesOf('Dispositions (CDI02-1)', dispositions),
  ...(kind === 'announcement'
    ? codesOf('Reasons (FTX03-1)', reasons)
    : codesOf('Answers (FTX03-1)', answers)),
  ...codesOf('References (RFF01-1)', references),
  ...codesOf('Texts (FTX01)', texts),
  ...codesOf('Other codes (BGM01-1, QTY01-1, CDI01, LOC01)', {
    kind: types[kind],
    quantity: quantities,
    disposition: conditions,
    goodsAt: places,
  }),
];
