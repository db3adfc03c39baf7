import { addDays, DomainError, type LocalDate } from '@coplan/kernel';
import {
  lastByBucket,
  type OrderSlot,
  orderSlotsUntil,
  packProposal,
  projectOrders,
  proposeReplenishment,
  type ReplenishmentInput,
  type ReplenishmentMessage,
  type StoredProposal,
  sumByBucket,
} from '@coplan/planning';
import type { OrderOutlook } from '../collaboration/index.ts';
import { type PlanCase, toReplenishmentInput } from './plan-case.ts';

export type PlanBatchInput = { cases: PlanCase[] };

export type PlannedProposal = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  supplierId: string;
  /** The agreement version it was made under, if any. */
  agreementVersionId: string | null;
  quantityMilli: number;
  unit: string;
  unitPriceMicros: number;
  currency: string;
  valueMinor: number;
  moneyAtRiskMinor: number;
  orderOn: string;
  deliverOn: string;
  cutOffAt: string;
  input: Omit<StoredProposal, 'proof'>;
  proof: unknown;
  messages: ReplenishmentMessage[];
};

/** Why an item-location could not be planned; the others are not held up by it. */
export type PlanProblem = { itemLocationId: string; code: string; message: string };

export type PlanBatchOutput = {
  proposals: PlannedProposal[];
  /** Nothing to order, and what to tell the buyer all the same (expedite, postpone). */
  unneeded: { itemLocationId: string; messages: ReplenishmentMessage[] }[];
  /** Everything that will be ordered under agreements, as far as they plan together. */
  outlooks: OrderOutlook[];
  problems: PlanProblem[];
};

/** Order dates of a calendar; many items of a supplier share them. */
type KnownSlots = Map<string, OrderSlot[]>;

function slotsOf(known: KnownSlots, input: ReplenishmentInput, endsBefore: LocalDate): OrderSlot[] {
  const { calendar, today, localTime } = input;
  const { source: _, ...dates } = calendar;
  const key = JSON.stringify([dates, today, localTime, endsBefore]);
  const found = known.get(key) ?? orderSlotsUntil(input, endsBefore);
  known.set(key, found);
  return found;
}

/** The order forecast of one item-location: the same functions as its proposal, over the agreement's horizon. */
export function outlookOf(plan: PlanCase, known: KnownSlots): OrderOutlook | undefined {
  const { agreed, itemLocationId, itemId, locationId, terms } = plan;
  if (agreed === undefined) return undefined;
  const { buckets, agreementId } = agreed;
  const endsBefore = addDays(buckets.startsOn, buckets.bucketDays * buckets.bucketCount);
  const input = toReplenishmentInput(plan, { endsBefore });
  const projection = projectOrders(input, { endsBefore, slots: slotsOf(known, input, endsBefore) });
  return {
    itemLocationId,
    itemId,
    locationId,
    agreementId,
    unitPriceMicros: terms.unitPriceMicros,
    currency: terms.currency,
    orderOn: projection.orders.map(({ orderOn }) => orderOn),
    deliverOn: projection.orders.map(({ deliverOn }) => deliverOn),
    quantityMilli: projection.orders.map(({ quantityMilli }) => quantityMilli),
    orderedMilli: sumByBucket(projection.plannedMilli, projection, buckets),
    receiptsMilli: sumByBucket(projection.receiptsMilli, projection, buckets),
    balanceMilli: lastByBucket(projection.balanceMilli, projection, buckets),
  };
}

function planOne(plan: PlanCase, output: PlanBatchOutput, known: KnownSlots): void {
  const input = toReplenishmentInput(plan);
  const result = proposeReplenishment(input);
  const outlook = outlookOf(plan, known);
  if (outlook !== undefined) output.outlooks.push(outlook);
  const { itemLocationId, itemId, locationId, supplierId, unit, terms } = plan;
  if (result.quantityMilli === 0) {
    output.unneeded.push({ itemLocationId, messages: result.messages });
    return;
  }
  const { proof, ...stored } = packProposal(input, result.proof);
  output.proposals.push({
    itemLocationId,
    itemId,
    locationId,
    supplierId,
    agreementVersionId: plan.agreed?.agreementVersionId ?? null,
    quantityMilli: result.quantityMilli,
    unit,
    unitPriceMicros: terms.unitPriceMicros,
    currency: terms.currency,
    valueMinor: result.valueMinor,
    moneyAtRiskMinor: result.moneyAtRiskMinor,
    orderOn: result.orderOn,
    deliverOn: result.deliverOn,
    cutOffAt: result.cutOffAt,
    input: stored,
    proof,
    messages: result.messages,
  });
}

export function planBatch({ cases }: PlanBatchInput): PlanBatchOutput {
  const output: PlanBatchOutput = { proposals: [], unneeded: [], outlooks: [], problems: [] };
  const known: KnownSlots = new Map();
  for (const plan of cases) {
    try {
      planOne(plan, output, known);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      output.problems.push({ itemLocationId: plan.itemLocationId, code: error.code, message: error.message });
    }
  }
  return output;
}

/** Snapshot bytes to result bytes, the same every time. Runs in a compute thread, and again in a replay. */
export function compute(input: Uint8Array): Uint8Array {
  const batch = JSON.parse(new TextDecoder().decode(input)) as PlanBatchInput;
  return new TextEncoder().encode(JSON.stringify(planBatch(batch)));
}
