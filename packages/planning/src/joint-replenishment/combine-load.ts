import { assert, DomainError, type LocalDate } from '@coplan/kernel';
import { engineVersion } from '../engine-version.ts';
import { compare, type ProofVerification } from '../verify-proof.ts';
import { changesOf, type LineChange, saidAmount, saidMicros } from './load-lines.ts';
import {
  type Measure,
  type OrderCandidate,
  requireCandidate,
  shortageMicrosAt,
  totalOf,
} from './order-candidate.ts';
import { addPacks, type MoveResult, takePacks } from './pack-moves.ts';

export type LoadInput = {
  loadVersion: 1;
  currency: string;
  deliverOn: LocalDate;
  /** When the goods come if the order waits for the next chance. */
  nextDeliverOn: LocalDate;
  candidates: OrderCandidate[];
  /** The least that the supplier delivers for, e.g. money 500.00. */
  minimum?: { measure: Measure; least: number };
  /** What a truck holds; every measure must fit. */
  capacities: { measure: Measure; most: number }[];
  /** Fill up to the supplier's minimum only, or up to the full truck. */
  goal: 'minimum' | 'full-truck';
  /** No line is topped up beyond so many days of cover. */
  coverDaysMax?: number;
};

export type LoadMeasure = { measure: Measure; before: number; after: number; least?: number; most?: number };

export type LoadStep = { ruleId: string; text: string; amountBefore: number; amountAfter: number };

export type LoadPlan = {
  proofVersion: 1;
  engineVersion: string;
  /** `order`: as proposed. `top-up`, `trim`: with the changes. `wait`: order nothing now. */
  advice: 'order' | 'top-up' | 'trim' | 'wait';
  changes: LineChange[];
  measures: LoadMeasure[];
  /** Net cost of the changes, and what waiting for the next chance is expected to cost, in millionths. */
  changesMicros: number;
  waitMicros: number;
  steps: LoadStep[];
  conclusion: string;
};

const quantitiesOf = ({ candidates }: LoadInput): number[] =>
  candidates.map(({ quantityMilli }) => quantityMilli);

function requireLoad({ candidates, minimum, capacities }: LoadInput): void {
  const ids = new Set(candidates.map(({ id }) => id));
  assert(ids.size === candidates.length, 'every line of a load has an id of its own');
  candidates.forEach(requireCandidate);
  for (const { most } of capacities) assert(most > 0, 'a truck holds more than nothing');
  const capacity = capacities.find(({ measure }) => measure === minimum?.measure);
  if (minimum !== undefined && capacity !== undefined && capacity.most < minimum.least)
    throw new DomainError(
      'invalid',
      'planning.minimum-beyond-capacity',
      { measure: minimum.measure, least: minimum.least, most: capacity.most },
      `the minimum of ${minimum.least} is more than the ${capacity.most} that a truck holds: correct one of them`,
    );
}

/** What the missed sales of ordering nothing now exceed those of the proposals by, in millionths. */
const waitMicrosOf = (candidates: readonly OrderCandidate[]): number =>
  candidates.reduce(
    (sum, candidate) =>
      sum + shortageMicrosAt(candidate, 0) - shortageMicrosAt(candidate, candidate.quantityMilli),
    0,
  );

type Draft = {
  advice: LoadPlan['advice'];
  quantitiesMilli: number[];
  moves: MoveResult['moves'];
  steps: LoadStep[];
};

/** Takes off what does not fit, measure by measure. */
function trimToFit(input: LoadInput): Draft | undefined {
  const { currency } = input;
  let candidates = input.candidates;
  const draft: Draft = { advice: 'trim', quantitiesMilli: quantitiesOf(input), moves: [], steps: [] };
  for (const { measure, most } of input.capacities) {
    const before = totalOf(candidates, measure, draft.quantitiesMilli);
    if (before <= most) continue;
    const result = takePacks({ candidates, measure, most });
    draft.quantitiesMilli = result.quantitiesMilli;
    draft.moves.push(...result.moves);
    draft.steps.push({
      ruleId: 'load.trim',
      text: `${saidAmount(measure, before, currency)} are more than the ${saidAmount(measure, most, currency)} that fit: packs with the least loss are left out until ${saidAmount(measure, result.amount, currency)} remain.`,
      amountBefore: before,
      amountAfter: result.amount,
    });
    candidates = candidates.map((candidate, index) => ({
      ...candidate,
      quantityMilli: result.quantitiesMilli[index] ?? 0,
    }));
  }
  return draft.steps.length > 0 ? draft : undefined;
}

function topUpToMinimum(input: LoadInput, minimum: { measure: Measure; least: number }): Draft | undefined {
  const { candidates, capacities, currency, coverDaysMax, nextDeliverOn } = input;
  const { measure, least } = minimum;
  const before = totalOf(candidates, measure, quantitiesOf(input));
  if (before >= least) return undefined;
  const result = addPacks({
    candidates,
    measure,
    least,
    capacities,
    ...(coverDaysMax === undefined ? {} : { coverDaysMax }),
  });
  const missing = `${saidAmount(measure, before, currency)} are less than the minimum of ${saidAmount(measure, least, currency)}`;
  const costMicros = result.moves.reduce((sum, move) => sum + move.costMicros, 0);
  const waitMicros = waitMicrosOf(candidates);
  const waiting = `waiting for the delivery of ${nextDeliverOn} is expected to cost ${saidMicros(waitMicros, currency)}`;
  const nothing: Draft = { advice: 'wait', quantitiesMilli: candidates.map(() => 0), moves: [], steps: [] };
  if (!result.isReached) {
    const text = `${missing}, and what may be added brings it to ${saidAmount(measure, result.amount, currency)} only; ${waiting}.`;
    return { ...nothing, steps: [{ ruleId: 'load.minimum', text, amountBefore: before, amountAfter: 0 }] };
  }
  const topping = `topping up to ${saidAmount(measure, result.amount, currency)} costs ${saidMicros(costMicros, currency)}`;
  if (waitMicros < costMicros) {
    const text = `${missing}: ${topping}, ${waiting}, which is less.`;
    return { ...nothing, steps: [{ ruleId: 'load.minimum', text, amountBefore: before, amountAfter: 0 }] };
  }
  return {
    advice: 'top-up',
    quantitiesMilli: result.quantitiesMilli,
    moves: result.moves,
    steps: [
      {
        ruleId: 'load.minimum',
        text: `${missing}: ${topping}, ${waiting}.`,
        amountBefore: before,
        amountAfter: result.amount,
      },
    ],
  };
}

/** Fills the measure that is fullest, as far as packs fit. */
function fillTruck(input: LoadInput, from: Draft | undefined): Draft | undefined {
  const { capacities, currency, coverDaysMax } = input;
  const quantities = from?.quantitiesMilli ?? quantitiesOf(input);
  const candidates = input.candidates.map((candidate, index) => ({
    ...candidate,
    quantityMilli: quantities[index] ?? 0,
  }));
  const fullest = capacities
    .map(({ measure, most }) => ({ measure, most, before: totalOf(candidates, measure, quantities) }))
    .sort((left, right) => right.before / right.most - left.before / left.most)[0];
  if (fullest === undefined) return from;
  const { measure, most, before } = fullest;
  const result = addPacks({
    candidates,
    measure,
    least: most,
    capacities,
    ...(coverDaysMax === undefined ? {} : { coverDaysMax }),
  });
  if (result.moves.length === 0) return from;
  const costMicros = result.moves.reduce((sum, move) => sum + move.costMicros, 0);
  return {
    advice: 'top-up',
    quantitiesMilli: result.quantitiesMilli,
    moves: [...(from?.moves ?? []), ...result.moves],
    steps: [
      ...(from?.steps ?? []),
      {
        ruleId: 'load.full-truck',
        text: `${saidAmount(measure, before, currency)} of ${saidAmount(measure, most, currency)} are filled to ${saidAmount(measure, result.amount, currency)}, with the packs that cost least; it costs ${saidMicros(costMicros, currency)}.`,
        amountBefore: before,
        amountAfter: result.amount,
      },
    ],
  };
}

function measuresOf(input: LoadInput, quantitiesMilli: readonly number[]): LoadMeasure[] {
  const { candidates, minimum, capacities } = input;
  const named: Measure[] = ['money', ...capacities.map(({ measure }) => measure)];
  if (minimum !== undefined) named.push(minimum.measure);
  return [...new Set(named)].map((measure) => {
    const most = capacities.find((capacity) => capacity.measure === measure)?.most;
    return {
      measure,
      before: totalOf(candidates, measure, quantitiesOf(input)),
      after: totalOf(candidates, measure, quantitiesMilli),
      ...(minimum?.measure === measure ? { least: minimum.least } : {}),
      ...(most === undefined ? {} : { most }),
    };
  });
}

const conclusions: Readonly<Record<LoadPlan['advice'], string>> = {
  order: 'Order as proposed.',
  'top-up': 'Order with the packs added.',
  trim: 'Order without the packs that do not fit.',
  wait: 'Order nothing now and wait for the next chance.',
};

/**
 * Joins one supplier's proposals for a day to a load: trims what does not fit, tops up to the supplier's minimum where
 * that costs less than waiting, and fills the truck where that is the goal. Each change has its reason and its cost, net
 * of the missed sales that it spares. Pure; throws `DomainError` (invalid) for a minimum that no truck holds.
 */
export function combineLoad(input: LoadInput): LoadPlan {
  requireLoad(input);
  const { candidates, currency, minimum, goal } = input;
  const trimmed = trimToFit(input);
  let draft = trimmed ?? (minimum === undefined ? undefined : topUpToMinimum(input, minimum));
  if (trimmed === undefined && goal === 'full-truck' && draft?.advice !== 'wait')
    draft = fillTruck(input, draft);
  const quantitiesMilli = draft?.quantitiesMilli ?? quantitiesOf(input);
  const advice = draft?.advice ?? 'order';
  const changes = changesOf(candidates, draft?.moves ?? [], currency);
  return {
    proofVersion: 1,
    engineVersion,
    advice,
    changes,
    measures: measuresOf(input, quantitiesMilli),
    changesMicros: changes.reduce((sum, { costMicros }) => sum + costMicros, 0),
    waitMicros: Math.round(waitMicrosOf(candidates)) + 0,
    steps: draft?.steps ?? [],
    conclusion: conclusions[advice],
  };
}

/** Combines again and compares every number and sentence. */
export function verifyLoad(input: LoadInput, plan: LoadPlan): ProofVerification {
  const differences: ProofVerification['differences'] = [];
  compare('', plan, combineLoad(input), differences);
  return { agrees: differences.length === 0, differences };
}
