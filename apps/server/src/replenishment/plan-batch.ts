import { createHash } from 'node:crypto';
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

/** Everything that came of one item-location; its JSON is what is hashed. */
type PlannedCase = {
  itemLocationId: string;
  /** Null: nothing to order. */
  proposal: PlannedProposal | null;
  /** What to tell the buyer, also where nothing is ordered (expedite, postpone). */
  messages: ReplenishmentMessage[];
  /** Everything that will be ordered under an agreement, as far as it plans together. */
  outlook: OrderOutlook | null;
  problem: PlanProblem | null;
};

/** What is kept of every item-location: how it ended, and the hashes that prove it. */
export type PlanResult = {
  itemLocationId: string;
  inputHash: string;
  outputHash: string;
  outcome: 'proposed' | 'nothing' | 'problem';
  problemCode: string | null;
  problemMessage: string | null;
  supplierId: string | null;
  quantityMilli: number | null;
  orderOn: string | null;
  deliverOn: string | null;
  unitPriceMicros: number | null;
};

export type PlanBatchOutput = {
  results: PlanResult[];
  proposals: PlannedProposal[];
  outlooks: OrderOutlook[];
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

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

function planOne(plan: PlanCase, known: KnownSlots): PlannedCase {
  const input = toReplenishmentInput(plan);
  const result = proposeReplenishment(input);
  const outlook = outlookOf(plan, known) ?? null;
  const { itemLocationId, itemId, locationId, supplierId, unit, terms } = plan;
  const { messages } = result;
  if (result.quantityMilli === 0) return { itemLocationId, proposal: null, messages, outlook, problem: null };
  const { proof, ...stored } = packProposal(input, result.proof);
  const proposal = {
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
    messages,
  };
  return { itemLocationId, proposal, messages, outlook, problem: null };
}

function planOrTell(plan: PlanCase, known: KnownSlots): PlannedCase {
  try {
    return planOne(plan, known);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { itemLocationId } = plan;
    const problem = { itemLocationId, code: error.code, message: error.message };
    return { itemLocationId, proposal: null, messages: [], outlook: null, problem };
  }
}

const resultOf = (
  { itemLocationId, proposal, problem }: PlannedCase,
  hashes: Pick<PlanResult, 'inputHash' | 'outputHash'>,
): PlanResult => ({
  itemLocationId,
  ...hashes,
  outcome: problem !== null ? 'problem' : proposal !== null ? 'proposed' : 'nothing',
  problemCode: problem?.code ?? null,
  problemMessage: problem?.message ?? null,
  supplierId: proposal?.supplierId ?? null,
  quantityMilli: proposal?.quantityMilli ?? null,
  orderOn: proposal?.orderOn ?? null,
  deliverOn: proposal?.deliverOn ?? null,
  unitPriceMicros: proposal?.unitPriceMicros ?? null,
});

/**
 * Snapshot bytes (JSON of `PlanBatchInput`) to result bytes (JSON of `PlanBatchOutput`), the same every time; who
 * shares a batch changes nothing. Runs in a compute thread, and again in a replay.
 */
export function compute(input: Uint8Array): Uint8Array {
  const { cases } = JSON.parse(new TextDecoder().decode(input)) as PlanBatchInput;
  const known: KnownSlots = new Map();
  const results: string[] = [];
  const proposals: string[] = [];
  const outlooks: string[] = [];
  for (const plan of cases) {
    const planned = planOrTell(plan, known);
    const { proposal, outlook } = planned;
    if (proposal !== null) proposals.push(JSON.stringify(proposal));
    if (outlook !== null) outlooks.push(JSON.stringify(outlook));
    const outputHash = sha256(JSON.stringify(planned));
    results.push(JSON.stringify(resultOf(planned, { inputHash: sha256(JSON.stringify(plan)), outputHash })));
  }
  return new TextEncoder().encode(
    `{"results":[${results.join(',')}],"proposals":[${proposals.join(',')}],"outlooks":[${outlooks.join(',')}]}`,
  );
}
