const isa = (number: string): string =>
  `ISA*00*          *00*          *ZZ*MILLFOODS      *14*4006381333924  *261122*0900*U*00401*${number}*0*T*>~`;

/** The partner's confirmation (855, 004010) of one order. */
export function confirmationOf(number: number, poNumber: string): Buffer {
  const control = String(number).padStart(9, '0');
  const segments = [
    ...['ST*855*0001', `BAK*00*AC*${poNumber}*20261122****${number}*20261122`],
    ...['PO1*1*12*CA***UK*04006381333931', 'ACK*IA*12*CA*067*20261126', 'CTT*1', 'SE*6*0001'],
  ].join('~');
  const group = `GS*PR*MILLFOODS*4006381333924*20261122*0900*${number}*X*004010~${segments}~GE*1*${number}~`;
  return Buffer.from(`${isa(control)}${group}IEA*1*${control}~`, 'latin1');
}

/** An order of ours as the server hands it over. */
export const orderEnvelopeOf = (documentId: string, poNumber: string) => ({
  ...{ documentId, documentType: 'purchase-order', schemaVersion: 1, createdAt: '2026-11-22T08:00:00.000Z' },
  senderOrganisationId: '019a0000-0000-7000-8000-0000000000b1',
  receiverOrganisationId: '019a0000-0000-7000-8000-0000000000c1',
  body: {
    ...{
      documentType: 'purchase-order',
      purpose: 'original',
      poNumber,
      orderedOn: '2026-11-22',
      currency: 'EUR',
    },
    buyer: { name: 'North Retail', gln: '4006381333924' },
    supplier: { name: 'Mill Foods', code: '4711' },
    shipTo: { code: 'DC1', name: 'North distribution centre' },
    deliverOn: '2026-11-26',
    lines: [
      {
        ...{ lineNumber: '1', gtin: '04006381333931', unitPriceMicros: 1_990_000 },
        ordered: { amountMilli: 12_000, unit: 'CS' },
      },
    ],
  },
});

export const agreementId = '019a0000-0000-7000-8000-0000000000a1';
export const agreement = {
  localOrganisationId: '019a0000-0000-7000-8000-0000000000b1',
  partnerOrganisationId: '019a0000-0000-7000-8000-0000000000c1',
  name: 'Mill Foods',
  folder: { inbox: 'edi/mill/inbox', outbox: 'edi/mill/outbox' },
  envelope: {
    local: { isaQualifier: '14', isaId: '4006381333924' },
    partner: { isaQualifier: 'ZZ', isaId: 'MILLFOODS' },
  },
  usage: 'test',
  apiKeys: { local: 'key-of-the-buyer-in-a-bench', partner: 'key-of-the-supplier-in-a-bench' },
};
