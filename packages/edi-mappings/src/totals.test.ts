import type { WireSegment } from '@coplan/edi';
import { expect, test } from 'vitest';
import { x12OrderConfirmation } from './order-confirmation/x12-855.ts';
import { x12ProductActivity } from './product-activity/x12-852.ts';
import { sentAndReceived } from './wire.ts';

const activity = (count: string): WireSegment[] => [
  ['XQ', 'H', '20261102', '20261108'],
  ['N1', 'RL', '', '92', 'S1'],
  ['LIN', '', 'IN', 'A'],
  ['ZA', 'QS', '12', 'EA'],
  ['CTT', count],
];
const confirmation = (count: string): WireSegment[] => [
  ['BAK', '00', 'AC', '4711', '20261102'],
  ['PO1', '1', '5', 'EA'],
  ['ACK', 'IA', '5', 'EA', '067', '20261109'],
  ['CTT', count],
];
const missing = ['CTT01: it says 2 lines, 1 were received'];

test('a message with fewer lines than it says is refused: one may be lost', () => {
  const read852 = (count: string) => x12ProductActivity.read(sentAndReceived('852', activity(count)));
  const read855 = (count: string) => x12OrderConfirmation.read(sentAndReceived('855', confirmation(count)));
  expect([read852('1').issues, read855('1').issues]).toEqual([[], []]);
  expect(read852('2').issues.map(({ message }) => message)).toEqual(missing);
  expect(read855('2').issues.map(({ message }) => message)).toEqual(missing);
});
