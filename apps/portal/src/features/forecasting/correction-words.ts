/** What corrections are called and why they were made, as a planner reads it. Pure. */
import type { ItemForecast } from '../../app/api-types.ts';
import { formatPlanned } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';

export type ShownCorrection = ItemForecast['corrections'][number];
export type CorrectionKind = ShownCorrection['kind'];

const names: Readonly<Record<string, string>> = {
  'out-of-stock': 'No stock',
  outlier: 'Odd period',
  'level-shift': 'Level shift',
  promotion: 'Event',
  'own-value': 'Own number',
  'new-item': 'New item',
};

export const kindName = (kind: string): string => names[kind] ?? kind;

const times = (factor: number): string => `× ${factor.toFixed(2)}`;

/** One sentence: what was found, and how sure that is. */
export function correctionReason({
  kind,
  score,
  threshold,
  factor,
  name,
  periodCount,
}: ShownCorrection): string {
  if (kind === 'out-of-stock')
    return 'Nothing to sell: the models see no demand here; the number is an estimate from the periods around it.';
  if (kind === 'outlier') {
    const far = score === null ? 'far' : `${Math.abs(score).toFixed(1)} typical deviations`;
    const limit = threshold === null ? '' : ` (from ${threshold} on it counts)`;
    return `${far} ${score !== null && score < 0 ? 'below' : 'above'} its neighbours and its season${limit}.`;
  }
  if (kind === 'level-shift')
    return `Demand changed at once and stayed. Models follow it by themselves; taken, the ${periodCount} periods before count ${times(factor)}.`;
  if (kind === 'promotion')
    return `${name ?? 'An event'} ${factor >= 1 ? 'added' : 'took away'} ${formatShare(Math.abs(factor - 1))} of the base.`;
  return 'A planner’s own number stands here.';
}

/** What counts now: "as cleaned", "as observed", "your 120 ea a period". */
export function choiceText({ kind, choice, valuesMilli }: ShownCorrection, unit: string): string {
  if (choice === 'observed') return kind === 'level-shift' ? 'proposed, not taken' : 'as observed';
  if (choice === 'own') return `own number, ${formatPlanned(valuesMilli[0] ?? 0, unit)} a period`;
  return 'cleaned';
}

/** What a decision that no forecast has followed yet will do with the next run. */
export function pendingText({ kind, decision }: ShownCorrection, unit: string): string {
  if (decision === null) return '';
  if (decision.choice === 'observed') return 'undone with the next run';
  if (decision.choice === 'cleaned')
    return `${kind === 'level-shift' ? 'taken' : 'cleaned again'} with the next run`;
  return `${formatPlanned(decision.ownMilli ?? 0, unit)} a period from the next run`;
}
