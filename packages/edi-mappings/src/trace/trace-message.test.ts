import { readFileSync } from 'node:fs';
import { decode, type Message, messagesOf } from '@coplan/edi';
import { expect, test } from 'vitest';
import { agreementProfile, defaultProfile } from '../agreement-profile.ts';
import { valuesOf } from './compare-documents.ts';
import { compareReadings } from './compare-readings.ts';
import { type TracedField, traceMessage } from './trace-message.ts';

const golden = (path: string): Buffer => readFileSync(new URL(`../${path}`, import.meta.url));
const messageOf = (bytes: Uint8Array): Message => {
  const [message] = messagesOf(decode(bytes));
  if (message === undefined) throw new Error('the file holds a message');
  return message;
};
const order = golden('purchase-order/golden/north-two-lines-4010.x12');
const edifactOrder = golden('purchase-order/golden/north-two-lines-d96a.edi');

const at = (fields: readonly TracedField[], place: string, value?: string): TracedField => {
  const found = fields.find(
    (field) => field.place === place && (value === undefined || field.value === value),
  );
  if (found === undefined) throw new Error(`there is a ${place}`);
  return found;
};

test('each field of an order shows the value of the document that it decides', () => {
  const { fields, document } = traceMessage(messageOf(order));
  expect(document).toMatchObject({ poNumber: '4500012345' });
  expect(at(fields, 'BEG03')).toMatchObject({
    meaning: 'order number',
    effects: [{ path: 'poNumber', value: '4500012345' }],
    neededBecause: 'BEG03: the order number is missing',
  });
  expect(at(fields, 'PO102', '3.5').effects).toEqual([{ path: 'lines[1].ordered.amountMilli', value: 3500 }]);
  expect(at(fields, 'N104', 'DC2').effects).toEqual([{ path: 'shipTo.code', value: 'DC2' }]);
  expect(at(fields, 'DTM01')).toMatchObject({
    loops: [],
    effects: [{ path: 'deliverOn', value: '2026-11-09' }],
  });
});

test('what nobody reads is told apart from what is only checked', () => {
  const { fields } = traceMessage(messageOf(order));
  expect(at(fields, 'REF02')).toMatchObject({ value: '042', isUsed: false, effects: [] });
  expect(at(fields, 'CTT01')).toMatchObject({ isUsed: true, effects: [] });
  expect(at(fields, 'CTT01').checkedBecause).toMatch(/lines/);
  expect(at(fields, 'PO108', 'IN')).toMatchObject({
    isUsed: true,
    effects: [{ path: 'lines[0].buyerItemNumber', value: '881204' }],
  });
});

test('in EDIFACT each component is a field of its own', () => {
  const { fields } = traceMessage(messageOf(edifactOrder));
  expect(at(fields, 'QTY01-2', '48').effects).toEqual([
    { path: 'lines[0].ordered.amountMilli', value: 48_000 },
  ]);
  expect(at(fields, 'CUX01-3')).toMatchObject({ isUsed: false });
});

test('every value of a document comes from a field of its message, or is the same in all of them', () => {
  const { fields, document } = traceMessage(messageOf(order));
  const decided = new Set(fields.flatMap(({ effects }) => effects.map(({ path }) => path)));
  const undecided = [...valuesOf(document).keys()].filter((path) => !decided.has(path));
  expect(undecided).toEqual(['documentType']);
});

test('a refused message is followed too, so that one sees what is missing', () => {
  const bytes = Buffer.from(order.toString('latin1').replace('*CA*12.5', '*XX*12.5'), 'latin1');
  const { document, issues, fields } = traceMessage(messageOf(bytes));
  expect(document).toBeUndefined();
  expect(issues[0]?.message).toMatch(/"XX" is no agreed code/);
  expect(at(fields, 'PO102', '48').effects).toHaveLength(1);
});

test('of a very long message the first fields are followed, and it says so', () => {
  const line = 'PO1*10*48*CA*12.5**UK*04006381333931~\n';
  const lines = Array.from({ length: 1_000 }, (_, index) => line.replace('*10*', `*${index + 100}*`)).join(
    '',
  );
  const text = order.toString('latin1').replace('CTT*2', `${lines}CTT*1002`).replace('SE*16', 'SE*1016');
  const { fields } = traceMessage(messageOf(Buffer.from(text, 'latin1')));
  expect(at(fields, 'BEG03').isFollowed).toBe(true);
  expect(fields.findLast(({ place }) => place === 'PO104')).toMatchObject({
    isUsed: true,
    isFollowed: false,
  });
});

test('one message under two agreements: what changes, what is refused now and what is understood now', () => {
  const usual = defaultProfile;
  const cases = agreementProfile({ units: { EA: ['EA', 'CA'], CS: [] } });
  const [changed] = compareReadings(order, { before: usual, after: cases });
  expect(changed).toMatchObject({
    type: '850',
    outcome: 'changed',
    changes: [{ path: 'lines[0].ordered.unit', before: 'CS', after: 'EA' }],
  });
  const strict = agreementProfile({ orderTypes: ['NE'] });
  const [refused] = compareReadings(order, { before: usual, after: strict });
  expect(refused).toMatchObject({
    outcome: 'now-refused',
    issues: [{ place: { segment: 'BEG', element: 2 } }],
  });
  const [understood] = compareReadings(order, { before: strict, after: usual });
  expect(understood?.outcome).toBe('now-understood');
  expect(compareReadings(order, { before: usual, after: usual })).toMatchObject([
    { outcome: 'same', changes: [] },
  ]);
});
