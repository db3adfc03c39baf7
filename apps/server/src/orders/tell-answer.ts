import { formatMilli } from '@coplan/kernel';
import type { PromisePart } from './judge-answer.ts';
import type { Order } from './order.entity.ts';
import type { OrderEvent } from './order.lifecycle.ts';
import type { AnsweredLine } from './record-confirmation.ts';
import type { TimelineEntry } from './record-order-event.ts';

type Answered = { line: AnsweredLine; parts: readonly PromisePart[] };

const linesToldMax = 5;

const partText = ({ outcome, promisedOn, quantityMilli }: PromisePart, unit: string): string => {
  if (outcome === 'rejected') return 'will not be delivered';
  const quantity = `${formatMilli(quantityMilli)} ${unit}`;
  return promisedOn === null ? `${quantity} on backorder without a day` : `${quantity} on ${promisedOn}`;
};

const lineText = ({ line, parts }: Answered): string =>
  `line ${line.lineNumber} (${line.itemNumber}): ${parts.map((part) => partText(part, line.unit)).join(', ')}`;

type Story = { type: string; verb: string };
const stories: Partial<Record<OrderEvent, Story>> & { none: Story } = {
  acknowledge: { type: 'confirmed', verb: 'confirmed the order' },
  reject: { type: 'rejected', verb: 'rejected the order' },
  'propose-changes': {
    type: 'change-proposed',
    verb: 'confirmed with changes that the buyer has to decide',
  },
  none: { type: 'answered', verb: 'answered a part of the order' },
};

/** The supplier's answer as a sentence for the timeline. */
export function tellAnswer(
  order: Order,
  changed: readonly Answered[],
  { event, source }: { event: OrderEvent | undefined; source: 'portal' | 'edi' },
): TimelineEntry {
  const by = source === 'edi' ? 'by EDI' : 'in the portal';
  const { type, verb } = stories[event ?? 'none'] ?? stories.none;
  const told = changed.slice(0, linesToldMax).map(lineText).join('; ');
  const more = changed.length > linesToldMax ? `; and ${changed.length - linesToldMax} more lines` : '';
  return {
    type,
    text: `${order.supplierName} ${verb} ${by}: ${told}${more}.`,
    details: {
      source,
      lines: changed.map(({ line, parts }) => ({
        lineNumber: line.lineNumber,
        parts: parts.map((part) => ({ ...part })),
      })),
    },
  };
}
