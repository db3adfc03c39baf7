import { formatMilli } from '@coplan/kernel';
import type { OrderLife } from '../life/order-life.ts';
import type { Order } from '../order.entity.ts';
import type { TimelineEntry } from '../record-order-event.ts';
import type { JudgedRelease } from './judge-release.ts';

const toldMax = 5;

/** One sentence for a release: what it calls off anew, what it changes, and why it may change what was firm. */
export function tellRelease(
  { buyerName }: Pick<Order, 'buyerName'>,
  life: OrderLife,
  { release, change, added }: JudgedRelease,
): TimelineEntry {
  const unitOf = (lineNumber: string): string =>
    life.lines.find(({ line }) => line.lineNumber === lineNumber)?.line.unit ?? '';
  const texts = (change?.lines ?? []).map(({ lineNumber, quantityMilli, requestedOn, isDeleted }) => {
    if (isDeleted) return `line ${lineNumber} no longer`;
    const quantity = `${formatMilli(quantityMilli ?? 0)} ${unitOf(lineNumber)}`;
    return requestedOn === null
      ? `line ${lineNumber} now ${quantity}`
      : `line ${lineNumber}: ${quantity} on ${requestedOn}`;
  });
  const more = texts.length > toldMax ? `; and ${texts.length - toldMax} more lines` : '';
  const what = texts.length === 0 ? 'nothing firm changes' : texts.slice(0, toldMax).join('; ') + more;
  const version = release.version === 1 ? '' : ` version ${release.version}`;
  const kind = release.kind === 'forecast' ? 'forecast release' : 'shipping release';
  const why = release.reason === null ? '' : ` Inside the firm days because: ${release.reason}.`;
  return {
    type: 'released',
    text: `${buyerName} issued ${kind} ${release.releaseNumber}${version}: ${what}.${why}`,
    details: {
      releaseId: release.releaseId,
      releaseNumber: release.releaseNumber,
      addedCount: added.length,
    },
  };
}
