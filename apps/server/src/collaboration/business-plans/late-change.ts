import { addDays, type LocalDate, localDateAt } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { type Axis, effectOfEvent, type LayerLine } from './compute-event-layer.ts';
import { type AgreementInForce, loadAgreement } from './load-agreement.ts';
import type { PlanEvent } from './plan-event.ts';
import type { PlanEventContent } from './plan-event-content.ts';
import { findBasePlan, readLines } from './read-base-plan.ts';
import type { LateChange } from './store-plan-event.ts';

/** Items that any of these contents speaks of; null: all. */
export const itemsOf = (contents: readonly PlanEventContent[]): string[] | null =>
  contents.some(({ items }) => items.length === 0)
    ? null
    : [
        ...new Set(
          contents.flatMap(({ items, cannibalised }) =>
            [...items, ...cannibalised].map(({ itemId }) => itemId),
          ),
        ),
      ];

/** How much of a unit not bought is owed, by the window in which its bucket begins. */
function owedShare(startsOn: LocalDate, today: LocalDate, { horizons }: AgreementInForce['content']): number {
  const { frozenDays, slushyDays, liability } = horizons;
  const shareOf = { firm: 1, material: liability.materialRatio, none: 0 };
  if (startsOn < addDays(today, frozenDays)) return shareOf[liability.frozen];
  return startsOn < addDays(today, frozenDays + slushyDays) ? shareOf[liability.slushy] : 0;
}

type Counted = { lines: readonly LayerLine[]; axis: Axis; prices: ReadonlyMap<string, number> };

function countChange(
  before: PlanEventContent,
  after: PlanEventContent,
  { lines, axis, prices }: Counted,
  agreement: AgreementInForce,
  today: LocalDate,
): LateChange {
  const was = effectOfEvent(before, lines, axis);
  const becomes = effectOfEvent(after, lines, axis);
  let changedMilli = 0;
  let owedMicros = 0;
  for (const { itemLocationId, itemId } of lines) {
    for (let index = 0; index < axis.bucketCount; index++) {
      const startsOn = addDays(axis.startsOn, index * axis.bucketDays);
      const change = (becomes.get(itemLocationId)?.[index] ?? 0) - (was.get(itemLocationId)?.[index] ?? 0);
      changedMilli += change;
      if (change < 0)
        owedMicros +=
          (-change / 1_000) * (prices.get(itemId) ?? 0) * owedShare(startsOn, today, agreement.content);
    }
  }
  const { currency } = agreement.content.units;
  return { changedMilli, liabilityMinor: Math.round(owedMicros / 10_000), currency };
}

/**
 * What a change after the lock date moves: planned units up or down in all, and the money owed for units that leave the
 * frozen and slushy windows at the agreement's liability. Without a plan there is nothing that relied on the event.
 */
export async function computeLateChange(
  context: Context,
  tx: Transaction,
  event: PlanEvent,
  content: PlanEventContent,
): Promise<LateChange> {
  const agreement = await loadAgreement(context, tx, event.agreementId);
  const { currency } = agreement.content.units;
  const today = localDateAt(context.clock.now(), agreement.content.calendar.timeZone);
  const plan = await findBasePlan(context, tx, event.agreementId);
  if (plan === null) return { changedMilli: 0, liabilityMinor: 0, currency };
  const lines = await readLines(tx, plan.planId, itemsOf([event.content, content]));
  const terms = await tx.query<{ itemId: string; unitPriceMicros: number }>(
    `select item_id as "itemId", unit_price_micros::float8 as "unitPriceMicros" from supplier_terms
     where org_id = $1 and supplier_id = $2 and currency = $3 and valid_from <= $4
       and (valid_before is null or valid_before > $4)`,
    [agreement.buyerId, agreement.supplierId, currency, today],
  );
  const prices = new Map(terms.map((row) => [row.itemId, row.unitPriceMicros]));
  return countChange(event.content, content, { lines, axis: plan, prices }, agreement, today);
}
