import type { ReceivedLine, ReceivingAdvice } from '@coplan/documents';
import { openDeal } from '../blanket/spread.ts';
import { hashContent } from './content-hash.ts';
import { dealSerials } from './deal-serials.ts';
import { findLine, inUnitOf } from './find-line.ts';
import { waits } from './issues.ts';
import {
  type CountedPackage,
  type CountedSerial,
  type OrderFacts,
  type ReceiptFact,
  type ReceivedLineFact,
  receiptsInForce,
} from './order-facts.ts';
import { readOrderLife } from './order-life.ts';

/** Goods of a line that was given up are not taken in by accident; where some of it came before, the rest may too. */
function refuseEnded(facts: OrderFacts, lineNumbers: readonly string[]): void {
  const life = readOrderLife(facts, 'sent');
  for (const { line, state } of life.lines) {
    if (!lineNumbers.includes(line.lineNumber) || (state !== 'cancelled' && state !== 'rejected')) continue;
    waits(
      'line-finished',
      `Line ${line.lineNumber} of order ${facts.poNumber} is ${state}, and goods of it came: send them back, or order them anew`,
    );
  }
}

const unread: CountedPackage = { lotNumber: null, expiresOn: null, sscc: null };

/** A pallet or carton is counted once; counted wrongly, its receipt is taken back first. */
function refuseCounted(facts: OrderFacts, receipt: ReceiptFact): void {
  for (const { sscc, lineNumber } of receipt.lines) {
    if (sscc === null) continue;
    const earlier = receiptsInForce(facts).find(({ lines }) =>
      lines.some((line) => line.sscc === sscc && line.lineNumber === lineNumber),
    );
    if (earlier === undefined) continue;
    waits(
      'package-counted',
      `Package ${sscc} was counted in receipt ${earlier.receiptNumber}: take that receipt back if it was wrong`,
    );
  }
}

/** A counted line, over the call-offs where it is one of a blanket order; what was wrong stands with the first. */
function toReceived(
  facts: OrderFacts,
  { line, deal }: { line: ReceivedLine; deal: ReturnType<typeof openDeal> },
  counted: CountedPackage,
): ReceivedLineFact[] {
  const { amountMilli: receivedMilli } = line.received;
  const shares = deal(line, receivedMilli) ?? [
    { lineNumber: findLine(facts, line).lineNumber, amountMilli: receivedMilli },
  ];
  const { serials = [], ...read } = counted;
  const isKept = ({ condition }: CountedSerial): boolean => condition === null;
  const kept = dealSerials(serials.filter(isKept), shares);
  const wrong = serials.filter((serial) => !isKept(serial));
  return shares.map(({ lineNumber, amountMilli }, index) => {
    const known = findLine(facts, { lineNumber });
    return {
      lineNumber,
      receivedMilli: inUnitOf(facts, known, { ...line.received, amountMilli }),
      deviations: (index === 0 ? line.deviations : []).map(({ condition, quantity }) => ({
        condition,
        quantityMilli: inUnitOf(facts, known, quantity),
      })),
      ...read,
      serials: [...(kept[index] ?? []), ...(index === 0 ? wrong : [])],
    };
  });
}

/** What a buyer counted of one order; null: he said so before. More than was ordered is taken: it stands at the door. */
export function judgeReceipt(
  facts: OrderFacts,
  advice: ReceivingAdvice,
  {
    receiptId,
    lines,
    packages = [],
  }: { receiptId: string; lines: readonly ReceivedLine[]; packages?: readonly CountedPackage[] },
): ReceiptFact | null {
  const contentHash = hashContent({ ...advice, lines });
  const namesakes = facts.receipts.filter(({ receiptNumber }) => receiptNumber === advice.receiptNumber);
  if (namesakes.some((known) => known.contentHash === contentHash)) return null;
  if (advice.purpose === 'original' && namesakes.some(({ purpose }) => purpose === 'original')) {
    waits(
      'receipt-number-used',
      `Receipt ${advice.receiptNumber} was recorded before with other content: give the new one its own number, or correct the first`,
    );
  }
  if (advice.purpose === 'cancellation' && namesakes.length === 0) {
    waits('receipt-unknown', `Receipt ${advice.receiptNumber} is taken back and was never recorded`);
  }
  const others = facts.receipts.filter(({ receiptNumber }) => receiptNumber !== advice.receiptNumber);
  const deal = openDeal({ ...facts, receipts: others }, 'received');
  const receipt: ReceiptFact = {
    receiptId,
    receiptNumber: advice.receiptNumber,
    purpose: advice.purpose,
    shipmentNumber: advice.shipmentNumber ?? null,
    receivedOn: advice.receivedOn,
    contentHash,
    lines: lines.flatMap((line, index) => toReceived(facts, { line, deal }, packages[index] ?? unread)),
  };
  if (advice.purpose === 'original') refuseCounted(facts, receipt);
  if (advice.purpose !== 'cancellation') {
    refuseEnded(
      facts,
      receipt.lines.map(({ lineNumber }) => lineNumber),
    );
  }
  return receipt;
}
