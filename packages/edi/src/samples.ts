import { encodeX12, type X12Envelope } from './encode.ts';
import type { WireSegment } from './segment-writer.ts';

/** For tests only: a small order in an interchange of two invented companies. */
export const orderSegments: WireSegment[] = [
  ['BEG', '00', 'SA', '4711', '', '20261102'],
  ['CUR', 'BY', 'EUR'],
  ['DTM', '002', '20261109'],
  ['N1', 'BY', 'North Retail', 'UL', '4006381333924'],
  ['N1', 'ST', 'North DC', '92', 'DC1'],
  ['N3', 'Dock Street 1'],
  ['PO1', '1', '12', 'CA', '1.99', '', 'UK', '04006381333931'],
  ['PID', 'F', '', '', '', 'Oat biscuits'],
  ['PO1', '2', '3.5', 'KG', '0.5', '', 'UK', '04006381333931'],
  ['CTT', '2'],
];

export const envelope: X12Envelope = {
  sender: { qualifier: 'ZZ', id: 'NORTHRETAIL' },
  receiver: { qualifier: '14', id: '4006381333924' },
  version: '004010',
  isTest: true,
  lineBreak: '\n',
};

export const order = (segments = orderSegments, deviations: Partial<X12Envelope> = {}) =>
  encodeX12({
    envelope: { ...envelope, ...deviations },
    reference: 42,
    sentOn: '20261102',
    sentTime: '0815',
    groups: [{ type: 'PO', reference: 7, messages: [{ type: '850', reference: 1, segments }] }],
  });

/** The same as text, to be spoilt by a test. */
export const orderText = (deviations: Partial<X12Envelope> = {}): string =>
  Buffer.from(order(orderSegments, deviations).bytes ?? []).toString('latin1');

export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
