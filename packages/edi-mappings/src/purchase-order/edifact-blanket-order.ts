import type { BlanketOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { readDay, writeDay } from '../edifact/dates.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import {
  purposes,
  readCurrency,
  readOrderedItem,
  readOrderHead,
  writeOrderedItem,
  writeOrderParties,
} from './edifact-order-head.ts';
import { writePri } from './edifact-order-lines.ts';

/** An ORDERS with BGM 221. QTY is the agreed total; 0 says that as much comes as is called off. */
export function readBlanketOrder(from: Reading, root: Loop, profile: AgreementProfile) {
  const { dates, contracts } = profile.edifact.blanket;
  const day = (codes: readonly string[], what: string) =>
    readDay(from, findQualified(root, 'DTM', codes), `${what} (DTM ${codes.join(', ')})`);
  return {
    documentType: 'blanket-order',
    ...readOrderHead(from, root, profile),
    contractNumber: from.component(findGroup(root, 'RFF', contracts)?.first('RFF'), 1, 2),
    currency: readCurrency(from, root, profile),
    startsOn: day(dates.starts, 'first day of the blanket order'),
    endsOn: day(dates.ends, 'last day of the blanket order'),
    lines: root.loops('LIN').map((loop) => {
      const { item, quantity, unitPriceMicros } = readOrderedItem(from, loop, 'agreed total', profile);
      const { amountMilli, unit } = quantity;
      return { ...item, totalMilli: amountMilli === 0 ? undefined : amountMilli, unit, unitPriceMicros };
    }),
  };
}

export function writeBlanketOrder(to: Writing, order: BlanketOrder, profile: AgreementProfile): void {
  const { dates, blanket } = profile.edifact;
  to.segment('BGM', [blanket.types[0]], [order.poNumber], purposes.toTheirs(order.purpose));
  writeDay(to, dates.document[0], order.orderedOn);
  writeDay(to, blanket.dates.starts[0], order.startsOn);
  writeDay(to, blanket.dates.ends[0], order.endsOn);
  if (order.contractNumber !== undefined) to.segment('RFF', [blanket.contracts[0], order.contractNumber]);
  writeOrderParties(to, order, profile);
  for (const line of order.lines) {
    const total = { amountMilli: line.totalMilli ?? 0, unit: line.unit };
    writeOrderedItem(to, line, total, profile);
    writePri(to, line.unitPriceMicros, profile);
  }
}
