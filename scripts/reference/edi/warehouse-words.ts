import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf } from './message-page.ts';
import type { PlaceWords } from './words.ts';

const { warehouse, transport, despatch } = defaultProfile;

/** N1, N3 and N4 of the companies and places of a warehouse message. */
export const warehouseParties = (fields: string): PlaceWords[] => [
  ['N101', fields, 'role, by the agreed codes'],
  ['N102', '….name', ''],
  ['N104', '….gln, ….code', 'one of them, by its kind in N103'],
  ['N301', '….address', 'N3 and N4'],
];

export const warehouseReferences: PlaceWords[] = [
  ['N901', 'references[].kind', 'by the agreed codes; other kinds are left out'],
  ['N902', 'references[].value', ''],
];

/** Item numbers, text, label and lot of a line; `pairs` are the positions of the qualifiers. */
export const storedItem = (
  tag: string,
  { list, pairs, caseCode, lot }: { list: string; pairs: readonly number[]; caseCode: number; lot?: number },
): PlaceWords[] => {
  const place = (position: number): string => `${tag}${String(position).padStart(2, '0')}`;
  const [first = 0, ...others] = pairs;
  return [
    [place(caseCode), '', `UPC case code; ${list}[].gtin only where that is agreed`],
    [place(first), '', `kind of the item number; more pairs from ${others.map(place).join(' and ')} on`],
    [
      place(first + 1),
      `${list}[].gtin, ….buyerItemNumber, ….supplierItemNumber`,
      'a GTIN is kept with 14 digits',
    ],
    ...(lot === undefined ? [] : [[place(lot), `${list}[].lotNumber`, ''] as PlaceWords]),
    ['G6901', `${list}[].description`, 'up to five, joined with blanks'],
    [
      'N902',
      lot === undefined ? `${list}[].lineNumber, ….lotNumber` : `${list}[].lineNumber`,
      'below a line, by the agreed codes in N901',
    ],
  ];
};

export const w27: PlaceWords[] = [
  ['W2701', 'carriage.mode', 'by the agreed codes of the 856'],
  ['W2702', 'carriage.carrierCode', 'SCAC'],
  ['W2703', 'carriage.routing', ''],
  ['W2704', 'carriage.payment', ''],
  ['W2707', 'carriage.equipmentNumber', ''],
];
export const w03: PlaceWords[] = [
  ['W0301', '', 'total of the quantities; checked when read'],
  ['W0302', 'weight.amountMilli', 'in the unit of W0303'],
  ['W0306', 'cartonCount', 'where W0307 says that cartons are counted'],
];

/** Codes that all warehouse messages share. */
export const warehouseCodes = (...more: string[]): string[] => [
  ...more,
  ...codesOf('Kinds of report (W0601, W1701)', { report: warehouse.reporting }),
  ...codesOf('Roles (N101)', { ...warehouse.parties, shipTo: defaultProfile.parties.shipTo }),
  ...codesOf('Label and lot of a line (N901)', warehouse.references),
  ...codesOf('Kind of transport (W2701, W6602, W0801)', despatch.modes),
  ...codesOf('Payment (W2704, W6601)', transport.payments),
];
