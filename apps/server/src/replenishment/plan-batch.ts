import { DomainError } from '@coplan/kernel';
import {
  packProposal,
  proposeReplenishment,
  type ReplenishmentMessage,
  type StoredProposal,
} from '@coplan/planning';
import { type PlanCase, toReplenishmentInput } from './plan-case.ts';

export type PlanBatchInput = { cases: PlanCase[] };

export type PlannedProposal = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  supplierId: string;
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
  problems: PlanProblem[];
};

function planOne(plan: PlanCase, output: PlanBatchOutput): void {
  const input = toReplenishmentInput(plan);
  const result = proposeReplenishment(input);
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
  const output: PlanBatchOutput = { proposals: [], unneeded: [], problems: [] };
  for (const plan of cases) {
    try {
      planOne(plan, output);
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
