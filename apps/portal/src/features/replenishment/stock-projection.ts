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
};

/** Amounts in base units. An edited quantity shifts the balance from its delivery day on. */
export function stockProjectionOf(input: ReplenishmentInput, quantityMilli: number): StockProjection {
  const result = proposeReplenishment(input);
  const { startsOn, balanceWithOrderMilli, balanceWithoutOrderMilli, safetyStockMilli } = result.projection;
  const firstDay = dayNumber(startsOn as LocalDate);
  const deliverIndex = dayNumber(result.deliverOn) - firstDay;
  const changeMilli = quantityMilli - result.quantityMilli;
  return {
    times: balanceWithoutOrderMilli.map((_, index) => (firstDay + index) * daySeconds),
    without: balanceWithoutOrderMilli.map((amountMilli) => amountMilli / 1000),
    with: balanceWithOrderMilli.map(
      (amountMilli, index) => (amountMilli + (index >= deliverIndex ? changeMilli : 0)) / 1000,
    ),
    safety: safetyStockMilli.map((amountMilli) => amountMilli / 1000),
    stockOutOn: result.projection.stockOutOn,
  };
}
