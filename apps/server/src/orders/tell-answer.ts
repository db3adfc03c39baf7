import { formatMilli } from '@coplan/kernel';
import type { PromisePart } from './judge-answer.ts';
import type { LineAnswerFact } from './life/order-facts.ts';
import type { OrderLife } from './life/order-life.ts';
import type { Order } from './order.entity.ts';
import type { OrderState } from './order.lifecycle.ts';
import type { TimelineEntry } from './record-order-event.ts';

const linesToldMax = 5;

const partText = ({ outcome, promisedOn, quantityMilli }: PromisePart, unit: string): string => {
  if (outcome === 'rejected') return 'will not be delivered';
  const quantity = `${formatMilli(quantityMilli)} ${unit}`;
  return promisedOn === null ? `${quantity} on backorder without a day` : `${quantity} on ${promisedOn}`;
};

function lineText(life: OrderLife, { lineNumber, parts }: LineAnswerFact): string {
  const line = life.lines.find((one) => one.line.lineNumber === lineNumber)?.line;
  return `line ${lineNumber} (${line?.itemNumber}): ${parts.map((part) => partText(part, line?.unit ?? '')).join(', ')}`;
}

type Story = { type: string; verb: string };
const answered: Story = { type: 'answered', verb: 'answered a part of the order' };
const stories: Partial<Record<OrderState, Story>> = {
  acknowledged: { type: 'confirmed', verb: 'confirmed the order' },
  rejected: { type: 'rejected', verb: 'rejected the order' },
  'changes-proposed': {
    type: 'change-proposed',
    verb: 'confirmed with changes that the buyer has to decide',
  },
};

/** The supplier's answer as a sentence for the timeline. */
export function tellAnswer(
  order: Order,
  { answers, life, channel }: { answers: readonly LineAnswerFact[]; life: OrderLife; channel: string },
): TimelineEntry {
  const by = channel === 'edi' ? 'by EDI' : 'in the portal';
  const { type, verb } = stories[order.state] ?? answered;
  const told = answers
    .slice(0, linesToldMax)
    .map((answer) => lineText(life, answer))
    .join('; ');
  const more = answers.length > linesToldMax ? `; and ${answers.length - linesToldMax} more lines` : '';
  return {
    type,
    text: `${order.supplierName} ${verb} ${by}: ${told}${more}.`,
    details: {
      source: channel,
      lines: answers.map(({ lineNumber, parts }) => ({
        lineNumber,
        parts: parts.map((part) => ({ ...part })),
      })),
    },
  };
}
