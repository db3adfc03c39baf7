import { deliveryReport } from '@coplan/documents';
import type { Acknowledgement, ControlAnswer } from '@coplan/edi';
import { expect, test } from 'vitest';
import { deliveryReportOf, statusInAnswer, statusOfMessage } from './delivery-report.ts';

const documentId = '019a0000-0000-7000-8000-000000000001';
const acknowledgement: Acknowledgement = {
  groupType: 'PO',
  groupReference: '7',
  status: 'partly-accepted',
  includedCount: 2,
  receivedCount: 2,
  acceptedCount: 1,
  codes: [],
  messages: [
    { type: '850', reference: '0001', status: 'accepted', codes: [], faults: [] },
    {
      type: '850',
      reference: '0002',
      status: 'rejected',
      codes: [{ code: '5', meaning: 'segments have errors' }],
      faults: [
        {
          segment: 'DTM',
          segmentIndex: 4,
          element: 2,
          code: '8',
          meaning: 'the date is wrong',
          value: '20260231',
        },
      ],
    },
  ],
};

test('each message of a group gets its own report, in plain words', () => {
  const good = statusOfMessage(acknowledgement, { type: '850', reference: '0001' });
  const bad = statusOfMessage(acknowledgement, { type: '850', reference: '0002' });
  if (good === undefined || bad === undefined) throw new Error('both messages are named');
  expect(deliveryReportOf(documentId, good)).toMatchObject({ status: 'accepted', issues: [] });
  const report = deliveryReportOf(documentId, bad);
  expect(deliveryReport.parse(report)).toEqual(report);
  expect(report.status).toBe('rejected');
  expect(report.issues[1]).toEqual({
    code: 'acknowledgement.element-8',
    severity: 'error',
    message: 'The receiver\'s system says: the date is wrong: "20260231".',
    place: 'segment 4 (DTM), element 2',
  });
});

test('a message that the answer does not name stays open', () => {
  expect(statusOfMessage(acknowledgement, { type: '850', reference: '0003' })).toBeUndefined();
  const silent = { ...acknowledgement, messages: [] };
  expect(statusOfMessage(silent, { type: '850', reference: '0001' })).toBeUndefined();
});

test('an answer without sets holds for every message of the group', () => {
  const whole: Acknowledgement = { ...acknowledgement, status: 'accepted', messages: [] };
  expect(statusOfMessage(whole, { type: '850', reference: '0009' })?.status).toBe('accepted');
});

test('a CONTRL speaks for every message of its interchange that it does not name', () => {
  const answer: ControlAnswer = {
    interchangeReference: '42',
    sender: { id: 'A', qualifier: '14' },
    receiver: { id: 'B', qualifier: '14' },
    status: 'accepted',
    codes: [],
    groups: [],
    messages: [{ type: 'ORDERS', reference: '2', status: 'rejected', codes: [], faults: [] }],
  };
  const statusOf = (given: ControlAnswer, reference: string) =>
    statusInAnswer(given, { type: 'ORDERS', reference })?.status;
  expect(statusOf(answer, '1')).toBe('accepted');
  expect(statusOf(answer, '2')).toBe('rejected');
  expect(statusOf({ ...answer, status: 'rejected', messages: [] }, '1')).toBe('rejected');
  expect(statusOf({ ...answer, status: 'received', messages: [] }, '1')).toBeUndefined();
});
