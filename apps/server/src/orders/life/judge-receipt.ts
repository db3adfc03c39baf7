import type { ReceivedLine, ReceivingAdvice } from '@coplan/documents';
import { hashContent } from './content-hash.ts';
import { findLine, inUnitOf } from './find-line.ts';
import { waits } from './issues.ts';
import type { OrderFacts, ReceiptFact } from './order-facts.ts';
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

/** What a buyer counted of one order; null: he said so before. More than was ordered is taken: it stands at the door. */
export function judgeReceipt(
  facts: OrderFacts,
  advice: ReceivingAdvice,
  { receiptId, lines }: { receiptId: string; lines: readonly ReceivedLine[] },
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
  const receipt: ReceiptFact = {
    receiptId,
    receiptNumber: advice.receiptNumber,
    purpose: advice.purpose,
    shipmentNumber: advice.shipmentNumber ?? null,
    receivedOn: advice.receivedOn,
    contentHash,
    lines: lines.map((line) => {
      const known = findLine(facts, line);
      return {
        lineNumber: known.lineNumber,
        receivedMilli: inUnitOf(facts, known, line.received),
        deviations: line.deviations.map(({ condition, quantity }) => ({
          condition,
          quantityMilli: inUnitOf(facts, known, quantity),
        })),
      };
    }),
  };
  if (advice.purpose !== 'cancellation') {
    refuseEnded(
      facts,
      receipt.lines.map(({ lineNumber }) => lineNumber),
    );
  }
  return receipt;
}
