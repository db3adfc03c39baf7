import type { BlanketOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';
import {
  readCurrency,
  readOrderedItem,
  readOrderHead,
  writeOrderBeginning,
  writeOrderedItem,
  writeOrderParties,
} from './x12-order-head.ts';

/** An 850 with BEG02 BK. PO102 is the agreed total; 0 says that as much comes as is called off. */
export function readBlanketOrder(from: Reading, root: Loop, profile: AgreementProfile) {
  const { starts, ends } = profile.blanket.dates;
  const day = (codes: readonly string[], what: string) => {
    const at = root.all('DTM').find(({ segment }) => codes.includes(segment.value(1)));
    return from.localDate(at, 2, `${what} (DTM ${codes.join(', ')})`);
  };
  return {
    documentType: 'blanket-order',
    ...readOrderHead(from, root, profile),
    contractNumber: from.text(root.first('BEG'), 6),
    currency: readCurrency(from, root, profile),
    startsOn: day(starts, 'first day of the blanket order'),
    endsOn: day(ends, 'last day of the blanket order'),
    lines: root.loops('PO1').map((loop) => {
      const { item, unit, unitPriceMicros } = readOrderedItem(from, loop, profile);
      const totalMilli = from.scaled(loop.first('PO1'), 2, 3, 'agreed total');
      return { ...item, totalMilli: totalMilli === 0 ? undefined : totalMilli, unit, unitPriceMicros };
    }),
  };
}

export function writeBlanketOrder(to: Writing, order: BlanketOrder, profile: AgreementProfile): void {
  const { types, dates } = profile.blanket;
  writeOrderBeginning(to, order, { kind: types[0], contractNumber: order.contractNumber }, profile);
  to.segment('DTM', dates.starts[0], toCcyymmdd(order.startsOn));
  to.segment('DTM', dates.ends[0], toCcyymmdd(order.endsOn));
  writeOrderParties(to, order, profile);
  for (const line of order.lines)
    writeOrderedItem(to, { ...line, amountMilli: line.totalMilli ?? 0 }, profile);
}
