/** Projected stock for the chart, for the quantity that stands now, also when a person changed it. Pure. */
import { dayNumber, type LocalDate } from '@coplan/kernel';
import { proposeReplenishment, type ReplenishmentInput } from '@coplan/planning';

const daySeconds = 86_400;

export type StockProjection = {
  times: number[];
  without: number[];
  with: number[];
  safety: number[];
  stockOutOn: string | undefined;
  /** When this order arrives and when the next one could, in seconds. */
  deliveries: { label: string; time: number }[];
};

/** A cover of a few days still shows what follows. */
const daysMin = 12;

/** Amounts in base units. An edited quantity shifts the balance from its delivery day on. */
export function stockProjectionOf(input: ReplenishmentInput, quantityMilli: number): StockProjection {
  const result = proposeReplenishment(input);
  const { startsOn, balanceWithOrderMilli, balanceWithoutOrderMilli, safetyStockMilli } = result.projection;
  const firstDay = dayNumber(startsOn as LocalDate);
  const deliverIndex = dayNumber(result.deliverOn) - firstDay;
  const changeMilli = quantityMilli - result.quantityMilli;
  // Beyond the next delivery the stock depends on orders that nobody has proposed yet.
  const nextIndex = dayNumber(result.nextDeliverOn) - firstDay;
  const dayCount = Math.max(daysMin, nextIndex + 1);
  const toUnits = (amountsMilli: readonly number[]): number[] =>
    amountsMilli.slice(0, dayCount).map((amountMilli) => amountMilli / 1000);
  return {
    times: toUnits(balanceWithoutOrderMilli).map((_, index) => (firstDay + index) * daySeconds),
    without: toUnits(balanceWithoutOrderMilli),
    with: toUnits(
      balanceWithOrderMilli.map((amountMilli, index) =>
        index >= deliverIndex ? amountMilli + changeMilli : amountMilli,
      ),
    ),
    safety: toUnits(safetyStockMilli),
    stockOutOn: result.projection.stockOutOn,
    deliveries: [
      { label: 'Delivery', time: (firstDay + deliverIndex) * daySeconds },
      { label: 'Next possible', time: (firstDay + nextIndex) * daySeconds },
    ],
  };
}
