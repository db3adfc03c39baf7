import { assert, DomainError } from '@coplan/kernel';
import { addStep, amount, type StepTrace, said } from './proof-steps.ts';
import type { ReplenishmentInput, Sourced, SupplyTerms } from './replenishment-input.ts';
import type { RuleId } from './replenishment-result.ts';

const ceilTo = (quantityMilli: number, stepMilli: number): number =>
  Math.ceil(quantityMilli / stepMilli) * stepMilli;
const floorTo = (quantityMilli: number, stepMilli: number): number =>
  Math.floor(quantityMilli / stepMilli) * stepMilli;

/** Units that are only ever sold whole. */
const wholeUnits = new Set(['EA', 'PK', 'CS', 'LY', 'PL', 'DZ']);

/** The smallest amount by which an order can change, in thousandths: the pack, or the layer where layers rule. */
export function orderStepMilli(input: Pick<ReplenishmentInput, 'terms' | 'unit'>): number {
  const { terms } = input;
  if (terms.rounding !== 'up' && terms.layerMilli !== undefined) return terms.layerMilli.value;
  return packMilli(input);
}

const packMilli = ({ terms, unit }: Pick<ReplenishmentInput, 'terms' | 'unit'>): number =>
  terms.multipleMilli?.value ?? (wholeUnits.has(unit) ? 1000 : 1);

/** Packs nest: a layer is whole packs, a pallet whole layers. Throws `DomainError` (invalid) when they do not. */
export function requireNestedPacks(input: Pick<ReplenishmentInput, 'terms' | 'unit'>): void {
  const { terms } = input;
  const sizes: [string, number | undefined][] = [
    ['multiple', packMilli(input)],
    ['layer', terms.layerMilli?.value],
    ['pallet', terms.palletMilli?.value],
  ];
  let inner: [string, number] | undefined;
  for (const [name, sizeMilli] of sizes) {
    if (sizeMilli === undefined) continue;
    const isNested =
      Number.isSafeInteger(sizeMilli) && sizeMilli > 0 && (inner === undefined || sizeMilli % inner[1] === 0);
    if (!isNested) {
      throw new DomainError(
        'invalid',
        'planning.packs-not-nested',
        { name, sizeMilli, inner },
        `the ${name} of ${sizeMilli / 1000} is not a whole number of the ${inner?.[0] ?? 'unit'}: correct the pack sizes`,
      );
    }
    inner = [name, sizeMilli];
  }
}

type Rounding = { ruleId: RuleId; fact: Sourced<number>; name: string; roundMilli: number; say: string };

function addRounding(trace: StepTrace, input: ReplenishmentInput, rounding: Rounding): void {
  const { ruleId, fact, name, roundMilli, say } = rounding;
  const text = (): string =>
    trace.quantityMilli === roundMilli
      ? `${said(roundMilli, input)} already respects ${say} of ${said(fact.value, input)}.`
      : `${said(trace.quantityMilli, input)} becomes ${said(roundMilli, input)} by ${say} of ${said(fact.value, input)}.`;
  addStep(trace, {
    ruleId,
    text,
    inputs: () => [amount(name, fact.value, input, fact.source)],
    quantityMilli: roundMilli,
  });
}

/** Nearest layer comes before the minimum: a need below half a layer waits, however often the run is repeated. */
function roundToNearestLayer(trace: StepTrace, input: ReplenishmentInput): void {
  const layer = input.terms.layerMilli;
  if (input.terms.rounding !== 'nearest-layer' || layer === undefined) return;
  // A fixed order quantity that were rounded down would be asked for again at once: it goes up to whole layers.
  if (input.policy.rule?.kind === 'reorder-quantity') return;
  const roundMilli = Math.floor((2 * trace.quantityMilli + layer.value) / (2 * layer.value)) * layer.value;
  addRounding(trace, input, {
    ruleId: 'terms.nearest-layer',
    fact: layer,
    name: 'layer',
    roundMilli,
    say: 'rounding to the nearest layer',
  });
}

function snapToPallet(trace: StepTrace, input: ReplenishmentInput, terms: SupplyTerms): void {
  const { palletMilli: pallet, palletSnapRatio: ratio } = terms;
  if (pallet === undefined || ratio === undefined) return;
  const fullMilli = ceilTo(trace.quantityMilli, pallet.value);
  const isNear = fullMilli - trace.quantityMilli <= ratio * pallet.value;
  const text = (): string =>
    isNear
      ? `${said(fullMilli - trace.quantityMilli, input)} are missing to full pallets of ${said(pallet.value, input)}, at most ${ratio} of a pallet: the order is ${said(fullMilli, input)}.`
      : `${said(fullMilli - trace.quantityMilli, input)} are missing to full pallets of ${said(pallet.value, input)}, more than ${ratio} of a pallet: the order stays ${said(trace.quantityMilli, input)}.`;
  addStep(trace, {
    ruleId: 'terms.pallet',
    text,
    inputs: () => [amount('pallet', pallet.value, input, pallet.source)],
    quantityMilli: isNear ? fullMilli : trace.quantityMilli,
  });
}

/**
 * Rounds a net requirement to what the supplier sells: nearest layer (if that is the rule), minimum once, whole
 * multiples, whole layers, full pallets when close. Each rule of the terms leaves its step, also when it changes
 * nothing. Nothing needed stays nothing.
 */
export function roundToTerms(trace: StepTrace, input: ReplenishmentInput): void {
  const { terms } = input;
  if (trace.quantityMilli <= 0) return;
  roundToNearestLayer(trace, input);
  if (trace.quantityMilli === 0) return;
  if (terms.minimumMilli !== undefined) {
    const roundMilli = Math.max(trace.quantityMilli, terms.minimumMilli.value);
    addRounding(trace, input, {
      ruleId: 'terms.minimum',
      fact: terms.minimumMilli,
      name: 'minimum',
      roundMilli,
      say: 'the minimum order',
    });
  }
  const stepMilli = packMilli(input);
  const pack = terms.multipleMilli ?? {
    value: stepMilli,
    source: { kind: 'unit', id: input.unit, label: `whole ${input.unit}`, asOf: input.today },
  };
  addRounding(trace, input, {
    ruleId: 'terms.multiple',
    fact: pack,
    name: 'multiple',
    roundMilli: ceilTo(trace.quantityMilli, stepMilli),
    say: 'the order multiple',
  });
  if (terms.rounding !== 'up' && terms.layerMilli !== undefined) {
    const roundMilli = ceilTo(trace.quantityMilli, terms.layerMilli.value);
    addRounding(trace, input, {
      ruleId: 'terms.layer',
      fact: terms.layerMilli,
      name: 'layer',
      roundMilli,
      say: 'whole layers',
    });
  }
  snapToPallet(trace, input, terms);
}

export type OrderLimit = {
  ruleId: 'limit.max-stock' | 'limit.shelf-life' | 'limit.order-maximum' | 'limit.supply';
  /** The most that can be ordered, in thousandths; below zero when the limit is already passed. */
  roomMilli: number;
  /** What the limit is and how the room follows from it, without a full stop. */
  say: () => string;
  fact: Sourced<number>;
  unit: string;
};

/** Applies limits from above, each rounding down to whole order steps; below the minimum order there is no order. */
export function applyLimits(
  trace: StepTrace,
  input: ReplenishmentInput,
  limits: readonly OrderLimit[],
): void {
  if (trace.quantityMilli <= 0) return;
  const stepMilli = orderStepMilli(input);
  for (const { ruleId, roomMilli, say, fact, unit } of limits) {
    const limitedMilli = Math.min(trace.quantityMilli, Math.max(0, floorTo(roomMilli, stepMilli)));
    const text = (): string =>
      limitedMilli === trace.quantityMilli
        ? `${say()}: ${said(limitedMilli, input)} fits.`
        : `${say()}: at most ${said(limitedMilli, input)} in steps of ${said(stepMilli, input)}, not ${said(trace.quantityMilli, input)}.`;
    const value = unit === input.unit ? fact.value / 1000 : fact.value;
    addStep(trace, {
      ruleId,
      text,
      inputs: () => [{ name: 'limit', value, unit, source: fact.source }],
      quantityMilli: limitedMilli,
    });
  }
  const minimum = input.terms.minimumMilli;
  if (minimum !== undefined && trace.quantityMilli > 0 && trace.quantityMilli < minimum.value) {
    addStep(trace, {
      ruleId: 'limit.below-minimum',
      text: () =>
        `${said(trace.quantityMilli, input)} is all the limits allow, less than the minimum order of ${said(minimum.value, input)}: no order.`,
      inputs: () => [amount('minimum', minimum.value, input, minimum.source)],
      quantityMilli: 0,
    });
  }
  assert(trace.quantityMilli % packMilli(input) === 0, 'an order is whole multiples');
}
