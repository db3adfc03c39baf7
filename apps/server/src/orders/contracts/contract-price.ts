import { assert } from '@coplan/kernel';

/** From so much of a line on (thousandths), so much per unit (millionths). */
export type PriceTier = { fromMilli: number; unitPriceMicros: number };

/** The price of the highest tier that a quantity reaches. Tiers ascend, and the first begins at zero. */
export function tierPrice(tiers: readonly PriceTier[], quantityMilli: number): number {
  const [first] = tiers;
  assert(first !== undefined && first.fromMilli === 0, 'the first tier begins at zero');
  return tiers.reduce(
    (price, tier) => (tier.fromMilli <= quantityMilli ? tier.unitPriceMicros : price),
    first.unitPriceMicros,
  );
}

/**
 * What a line may cost per unit at most: as ordered or promised, but not above the contract, unless the buyer let a
 * dearer promise stand.
 */
export const cappedPrice = (
  priceMicros: number,
  { contractMicros, isAcceptedByBuyer }: { contractMicros: number | null; isAcceptedByBuyer: boolean },
): number =>
  contractMicros === null || isAcceptedByBuyer ? priceMicros : Math.min(priceMicros, contractMicros);
