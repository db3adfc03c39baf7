import type { LocalDate } from '@coplan/kernel';
import { shortageMicrosOf } from '../evaluate-projection.ts';
import { orderLimitsOf } from '../order-limits.ts';
import { unitPriceMicrosOf } from '../price-breaks.ts';
import { storyOf } from '../propose-replenishment.ts';
import type { ReplenishmentInput } from '../replenishment-input.ts';
import { samplesOf } from '../risk.ts';
import { orderStepMilli } from '../round-order.ts';
import type { OrderCandidate } from './order-candidate.ts';

const daysPerYear = 365;

/**
 * What a proposal brings to a load or a budget: its pack, its room, and the distribution of demand that it has to last
 * for, from the input that it was computed from. `quantityMilli`: what is to be ordered now, the proposal or what a
 * person made of it. `holdingRatioPerYear`: cost of holding stock for a year as a share of its price. Throws what
 * `proposeReplenishment` throws. `nextDeliverOn`: when goods come if this order waits.
 */
export function candidateOfProposal(
  input: ReplenishmentInput,
  about: {
    id: string;
    label: string;
    quantityMilli: number;
    holdingRatioPerYear: number;
    weightGrams?: number;
    volumeCubicCentimetres?: number;
  },
): { candidate: OrderCandidate; nextDeliverOn: LocalDate } {
  const { facts, netting, chance, risk } = storyOf(input);
  const { quantityMilli, holdingRatioPerYear, id, label, weightGrams, volumeCubicCentimetres } = about;
  const { minimumMilli, palletMilli } = input.terms;
  let coverMilli = 0;
  let receiptsMilli = 0;
  for (let day = facts.deliverDay; day < facts.nextDeliverDay; day++) {
    coverMilli += facts.demandMilli[day] ?? 0;
    if (day > facts.deliverDay) receiptsMilli += facts.receiptsMilli[day] ?? 0;
  }
  const after = facts.demandMilli.slice(facts.deliverDay);
  const rooms = orderLimitsOf(input, facts, netting, chance.current).map(({ roomMilli }) =>
    Math.max(0, roomMilli),
  );
  const unitPriceMicros = unitPriceMicrosOf(input.terms, quantityMilli);
  const candidate: OrderCandidate = {
    id,
    label,
    unit: input.unit,
    quantityMilli,
    stepMilli: orderStepMilli(input),
    minimumMilli: minimumMilli?.value ?? 0,
    roomMilli: rooms.length === 0 ? null : Math.min(...rooms),
    unitPriceMicros,
    shortageMicros: shortageMicrosOf(input),
    holdingMicrosPerDay: (holdingRatioPerYear * unitPriceMicros) / daysPerYear,
    demandMilli: samplesOf(risk, coverMilli).map((milli) => Math.round(milli)),
    availableMilli: netting.atDeliveryMilli + receiptsMilli,
    atDeliveryMilli: netting.atDeliveryMilli,
    dailyDemandMilli: after.reduce((sum, day) => sum + day, 0) / Math.max(1, after.length),
    ...(weightGrams === undefined ? {} : { weightGrams }),
    ...(volumeCubicCentimetres === undefined ? {} : { volumeCubicCentimetres }),
    ...(palletMilli === undefined ? {} : { palletMilli: 1_000_000 / palletMilli.value }),
  };
  return { candidate, nextDeliverOn: chance.next.deliverOn };
}
