import type { PurchaseOrder } from '@coplan/documents';
import { decode, encodeX12, groupTypes, messagesOf, type WireSegment } from '@coplan/edi';
import { defaultProfile, x12OrderConfirmation, x12PurchaseOrder } from '@coplan/edi-mappings';
import { assert, isSscc, type LocalDate } from '@coplan/kernel';

/** An 850 that the gateway wrote for a partner of the demo, as his system reads it. */
export type SentOrder = {
  order: PurchaseOrder;
  controlNumber: string;
  groupNumber: string;
  setNumber: string;
};

export type Party = { isaQualifier: string; isaId: string };
export type Sender = { local: Party; partner: Party; now: Date };

const digits = (now: Date): string => now.toISOString().replace(/\D/g, '');

export function readOrders(bytes: Buffer): SentOrder[] {
  return messagesOf(decode(bytes)).flatMap((message) => {
    const { document } = x12PurchaseOrder.read(message);
    if (document?.documentType !== 'purchase-order') return [];
    const { interchange, group, reference } = message;
    return [
      {
        order: document,
        controlNumber: interchange.reference,
        groupNumber: group?.reference ?? '',
        setNumber: reference,
      },
    ];
  });
}

/** An interchange as the partner's system would send it: he is the sender, and the retailer receives. */
export function fileOf(
  { local, partner, now }: Sender,
  about: { reference: number; setType: string; messages: readonly (readonly WireSegment[])[] },
): Buffer {
  const { reference, setType, messages } = about;
  const { bytes, issues } = encodeX12({
    envelope: {
      sender: { qualifier: partner.isaQualifier, id: partner.isaId },
      receiver: { qualifier: local.isaQualifier, id: local.isaId },
      version: '004010',
      isTest: false,
      lineBreak: '\n',
    },
    reference,
    sentOn: digits(now).slice(0, 8),
    sentTime: digits(now).slice(8, 12),
    groups: [
      {
        type: groupTypes[setType] ?? 'ZZ',
        reference,
        messages: messages.map((segments, index) => ({ type: setType, reference: index + 1, segments })),
      },
    ],
  });
  assert(bytes !== undefined, `a file of the demo can be written: ${issues[0]?.message}`);
  return Buffer.from(bytes);
}

export function confirmation({ order }: SentOrder, confirmedOn: LocalDate): readonly WireSegment[] {
  const { segments, issues } = x12OrderConfirmation.write(
    {
      documentType: 'order-confirmation',
      poNumber: order.poNumber,
      orderedOn: order.orderedOn,
      confirmedOn,
      lines: order.lines.map(({ lineNumber, gtin, ordered, deliverOn }) => ({
        ...{ lineNumber, gtin, outcome: 'accepted' as const },
        schedule: [{ quantity: ordered, deliverOn: deliverOn ?? order.deliverOn }],
      })),
    },
    defaultProfile,
  );
  assert(segments !== undefined, `a confirmation of the demo can be written: ${issues[0]?.message}`);
  return segments;
}

/** A 997 about an order's group; refused, it names the price of the first line. */
export const acknowledgement = (
  { groupNumber, setNumber }: SentOrder,
  { isAccepted }: { isAccepted: boolean },
): readonly WireSegment[] => [
  ['AK1', 'PO', groupNumber],
  ['AK2', '850', setNumber],
  ...(isAccepted ? [] : [['AK3', 'PO1', '6', '', '8'] as const, ['AK4', '4', '212', '6'] as const]),
  ['AK5', isAccepted ? 'A' : 'R', ...(isAccepted ? [] : ['5'])],
  ['AK9', isAccepted ? 'A' : 'R', '1', '1', isAccepted ? '1' : '0'],
];

/** An 824: read without a fault, but the business says no. */
export const refusal = (
  { order, groupNumber, setNumber }: SentOrder,
  text: string,
): readonly WireSegment[] => [
  ['BGN', '00', `ADV-${order.poNumber}`.slice(0, 30), order.orderedOn.replaceAll('-', '')],
  ['OTI', 'TR', 'PO', order.poNumber, '', '', '', '', groupNumber, setNumber, '850'],
  ['TED', '848', text],
];

const ssccOf = (serial: number): string => {
  const stem = `34012345${String(serial).padStart(9, '0')}`;
  return [...'0123456789'].map((digit) => stem + digit).find((number) => isSscc(number)) ?? stem;
};

/** An 856 of one pallet with everything that was ordered. */
export function shipNotice({ order }: SentOrder, now: Date): readonly WireSegment[] {
  const [day, time] = [digits(now).slice(0, 8), digits(now).slice(8, 12)];
  const items = order.lines.flatMap(({ lineNumber, gtin, ordered }, index): WireSegment[] => [
    ['HL', String(index + 4), '3', 'I', '0'],
    ['LIN', lineNumber, 'UK', gtin],
    ['SN1', '', String(ordered.amountMilli / 1000), ordered.unit === 'CS' ? 'CA' : ordered.unit],
  ]);
  const pallet = ssccOf(Number(order.poNumber.replace(/\D/g, '').slice(-8)) + 1);
  return [
    ['BSN', '00', `SH-${order.poNumber}`.slice(0, 30), day, time, '0001'],
    ['HL', '1', '', 'S', '1'],
    ['TD1', 'PLT94', '1'],
    ['DTM', '011', day],
    ['N1', 'SF', order.supplier.name, '92', 'P1'],
    ['N1', 'ST', order.shipTo.name ?? 'Warehouse', '92', order.shipTo.code ?? 'DC'],
    ['HL', '2', '1', 'O', '1'],
    ['PRF', order.poNumber],
    ['HL', '3', '2', 'T', '1'],
    ['MAN', 'GM', `00${pallet}`],
    ...items,
    ['CTT', String(order.lines.length + 3)],
  ];
}
