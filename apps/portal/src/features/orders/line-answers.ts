/** What a supplier answers to each line of an order. Pure; the form only shows it. */
import type { LineAnswer, OrderLine } from '../../app/api-types.ts';

export type LineDraft = {
  orderLineId: string;
  isRejected: boolean;
  promisedOn: string;
  /** In thousandths; `undefined` while the field holds no number. */
  quantityMilli: number | undefined;
  reason: string;
};

const requestedOn = (line: OrderLine): string => line.schedule[0]?.requestedOn ?? '';

/** Everything as requested: the answer most orders get. */
export const acceptAsRequested = (line: OrderLine): LineDraft => ({
  orderLineId: line.orderLineId,
  isRejected: false,
  promisedOn: requestedOn(line),
  quantityMilli: line.quantityMilli,
  reason: '',
});

export const isChanged = (draft: LineDraft, line: OrderLine): boolean =>
  !draft.isRejected && (draft.promisedOn !== requestedOn(line) || draft.quantityMilli !== line.quantityMilli);

/** Why the answer cannot be sent yet, or `undefined` when it can. */
export function problemOf(draft: LineDraft, line: OrderLine): string | undefined {
  if (draft.isRejected) return draft.reason.trim() === '' ? 'Say why this line is rejected' : undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(draft.promisedOn)) return 'Enter the day of delivery';
  if (draft.quantityMilli === undefined || draft.quantityMilli <= 0)
    return 'Enter a quantity above zero, or reject the line';
  if (draft.quantityMilli > line.quantityMilli)
    return 'More than was ordered: the buyer would have to order it first';
  if (isChanged(draft, line) && draft.reason.trim() === '') return 'Say why it changes';
  return undefined;
}

/** The drafts as the command wants them; lines that changed nothing are accepted. */
export function toAnswers(drafts: readonly LineDraft[], lines: readonly OrderLine[]): LineAnswer[] {
  return drafts.flatMap((draft): LineAnswer[] => {
    const line = lines.find(({ orderLineId }) => orderLineId === draft.orderLineId);
    if (line === undefined) return [];
    const { orderLineId } = draft;
    const reason = draft.reason.trim();
    if (draft.isRejected) return [{ orderLineId, outcome: 'rejected' as const, reason }];
    if (!isChanged(draft, line)) return [{ orderLineId, outcome: 'accepted' as const }];
    const { promisedOn, quantityMilli } = draft;
    return [
      {
        orderLineId,
        outcome: 'changed' as const,
        promisedOn,
        reason,
        ...(quantityMilli === undefined ? {} : { quantityMilli }),
      },
    ];
  });
}
