import type { Message } from '../interchange.ts';

export type NumberKind = 'order' | 'shipment' | 'invoice' | 'sscc' | 'reference';
export type BusinessNumber = { kind: NumberKind; number: string };

/** Where X12 sets write the numbers by which people look for a message: segment and element. */
const x12Places: Readonly<Record<string, readonly (readonly [position: number, kind: NumberKind])[]>> = {
  BEG: [[3, 'order']],
  BAK: [[3, 'order']],
  BCH: [[3, 'order']],
  BCA: [[3, 'order']],
  PRF: [[1, 'order']],
  BSN: [[2, 'shipment']],
  BIG: [
    [2, 'invoice'],
    [4, 'order'],
  ],
  BRA: [[1, 'reference']],
  BFR: [[2, 'reference']],
  BSS: [[2, 'reference']],
  BIA: [[3, 'reference']],
  BPT: [[2, 'reference']],
  BGN: [[2, 'reference']],
  OTI: [[3, 'reference']],
  RMR: [[2, 'invoice']],
  TRN: [[2, 'reference']],
  B10: [
    [1, 'reference'],
    [2, 'shipment'],
  ],
  B2: [[4, 'shipment']],
  B1: [[2, 'shipment']],
  B3: [
    [2, 'invoice'],
    [3, 'shipment'],
  ],
};
const x12References: Readonly<Record<string, NumberKind>> = {
  PO: 'order',
  IV: 'invoice',
  SI: 'shipment',
  BM: 'reference',
  CN: 'reference',
  '2I': 'reference',
  LO: 'reference',
};
const edifactReferences: Readonly<Record<string, NumberKind>> = {
  ON: 'order',
  IV: 'invoice',
  AAK: 'shipment',
  DQ: 'shipment',
  VN: 'reference',
};
const edifactDocuments: Readonly<Record<string, NumberKind>> = {
  ORDERS: 'order',
  ORDCHG: 'order',
  DESADV: 'shipment',
  INVOIC: 'invoice',
};

/** Further ones add nothing to a search. */
const numbersMax = 500;

function* x12Numbers({ segments }: Message): Generator<[NumberKind, string]> {
  for (const segment of segments) {
    for (const [position, kind] of x12Places[segment.tag] ?? []) yield [kind, segment.value(position)];
    const kind = segment.tag === 'REF' ? x12References[segment.value(1)] : undefined;
    if (kind !== undefined) yield [kind, segment.value(2)];
    if (segment.tag === 'MAN') yield ['sscc', segment.value(2).replace(/^00(?=\d{18}$)/, '')];
  }
}

function* edifactNumbers({ type, segments }: Message): Generator<[NumberKind, string]> {
  for (const segment of segments) {
    if (segment.tag === 'BGM') yield [edifactDocuments[type] ?? 'reference', segment.component(2, 1)];
    if (segment.tag === 'RFF') {
      const kind = edifactReferences[segment.component(1, 1)];
      if (kind !== undefined) yield [kind, segment.component(1, 2)];
    }
    if (segment.tag === 'GIN' && segment.value(1) === 'BJ') {
      for (let position = 2; position <= segment.count; position++) {
        for (const number of segment.components(position)) yield ['sscc', number];
      }
    }
    if (segment.tag === 'DOC') yield ['invoice', segment.component(2, 1)];
  }
}

/** The numbers by which people look for a message: of orders, shipments, invoices, pallets; each once. */
export function businessNumbersOf(message: Message): BusinessNumber[] {
  const found = new Map<string, BusinessNumber>();
  const isX12 = message.interchange.dialect.name === 'x12';
  for (const [kind, text] of isX12 ? x12Numbers(message) : edifactNumbers(message)) {
    const number = text.trim().slice(0, 80);
    if (number !== '') found.set(`${kind} ${number}`, { kind, number });
    if (found.size >= numbersMax) break;
  }
  return [...found.values()];
}
