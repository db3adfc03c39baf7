import { addDays, formatMilli, type LocalDate, lineTotalMinor } from '@coplan/kernel';
import {
  engineVersion,
  evaluateProjection,
  orderChanceOf,
  type PlanOutcome,
  projectOrders,
} from '@coplan/planning';
import { z } from 'zod';
import { findTerms } from '../catalog/index.ts';
import {
  type AcceptedCommit,
  type CommitAlternative,
  type CommitPart,
  type CommitRow,
  getCommit,
  limitsWith,
  partsOf,
} from '../collaboration/index.ts';
import type { Context } from '../platform/index.ts';
import { carryingRatioPerYear } from './carrying-cost.ts';
import { findPlanMoment } from './find-plan-moment.ts';
import { type PlanCase, toReplenishmentInput } from './plan-case.ts';
import { readPlanCases } from './read-plan-cases.ts';
import { commitNotAnswered, itemLocationNotFound, nothingToExplain } from './replenishment.errors.ts';

export const evaluateCommitInput = z.object({ commitId: z.uuid() });

/** One thing that the buyer can do with a commit, replanned at once. Money and stock against the forecast in full. */
export type CommitOption = {
  option: 'refuse' | 'as-committed' | 'alternative';
  alternativeIndex: number | null;
  parts: CommitPart[];
  substitute: { itemId: string; itemNumber: string; quantityMilli: number } | null;
  serviceRatio: number;
  shortMilli: number;
  shortByDay: { on: LocalDate; shortMilli: number }[];
  /** Mean stock, and how much more or less that is than if everything came. */
  stockMilli: number;
  extraStockMilli: number;
  /** What it costs more than if everything came: missed sales, stock and dearer goods. */
  costMinor: number;
  cost: { shortageMinor: number; carryingMinor: number; purchaseMinor: number };
  text: string;
};

export type CommitEvaluation = {
  commitId: string;
  currency: string;
  unit: string;
  /** The days looked at: from today until later orders can make up for the bucket. */
  startsOn: LocalDate;
  endsBefore: LocalDate;
  engineVersion: string;
  /** What is expected if the whole order forecast comes. */
  inFull: { serviceRatio: number; shortMilli: number; stockMilli: number };
  /** The cheapest first; `refuse` is always among them. */
  options: CommitOption[];
  assumptions: string[];
};

type Substitute = CommitOption['substitute'] & { extraMicros: number | null };
type Choice = Pick<CommitOption, 'option' | 'alternativeIndex' | 'parts'> & {
  alternative: CommitAlternative | null;
};

function choicesOf({ startsOn, committedMilli, alternatives }: CommitRow): Choice[] {
  const committed = { startsOn, committedMilli: committedMilli ?? 0 };
  return [
    {
      option: 'as-committed',
      alternativeIndex: null,
      alternative: null,
      parts: partsOf(committed, undefined),
    },
    ...alternatives.map((alternative, alternativeIndex) => ({
      option: 'alternative' as const,
      alternativeIndex,
      alternative,
      parts: partsOf(committed, alternative),
    })),
    { option: 'refuse', alternativeIndex: null, alternative: null, parts: [{ startsOn, quantityMilli: 0 }] },
  ];
}

const accepted = (commit: CommitRow, choice: Choice, bucketDays: number): AcceptedCommit => ({
  commitId: commit.commitId,
  itemLocationId: commit.itemLocationId,
  itemId: commit.itemId,
  locationId: '',
  startsOn: commit.startsOn,
  bucketDays,
  forecastMilli: commit.forecastMilli,
  committedMilli: choice.option === 'refuse' ? 0 : (commit.committedMilli ?? 0),
  parts: choice.parts,
  alternative: choice.alternative,
  acceptedAt: commit.submittedAt ?? '',
});

async function readCase(context: Context, itemLocationId: string): Promise<PlanCase> {
  const moment = await findPlanMoment(context);
  const { cases, problems } = await readPlanCases(context, moment, {
    limit: 1,
    itemLocationIds: [itemLocationId],
  });
  const [problem] = problems;
  if (problem !== undefined) throw nothingToExplain(problem);
  const [plan] = cases;
  if (plan === undefined) throw itemLocationNotFound(itemLocationId);
  return plan;
}

/** Substitutes with what a unit of them costs more; null: no terms, so nobody knows. */
async function readSubstitutes(
  { db }: Context,
  plan: PlanCase,
  commit: CommitRow,
): Promise<Map<string, Substitute>> {
  const wanted = commit.alternatives.flatMap((one) => (one.kind === 'substitute' ? [one] : []));
  if (wanted.length === 0) return new Map();
  const itemIds = wanted.map(({ itemId }) => itemId as PlanCase['itemId']);
  const terms = await findTerms(db, { itemIds, on: plan.today });
  const items = await db.read<{ itemId: string; itemNumber: string }>(
    'select id as "itemId", item_number as "itemNumber" from items where id = any ($1::uuid[])',
    [itemIds],
  );
  return new Map(
    wanted.map(({ itemId, quantityMilli }) => {
      const price = terms.find((term) => term.itemId === itemId && term.supplierId === plan.supplierId);
      const extraMicros = price === undefined ? null : price.unitPriceMicros - plan.terms.unitPriceMicros;
      const itemNumber = items.find((item) => item.itemId === itemId)?.itemNumber ?? itemId;
      return [itemId, { itemId, itemNumber, quantityMilli, extraMicros }];
    }),
  );
}

type Window = { startsOn: LocalDate; endsBefore: LocalDate; riskDays: number; carryingRatio: number };

function outcomeOf(
  plan: PlanCase,
  agreed: Partial<NonNullable<PlanCase['agreed']>>,
  window: Window,
): PlanOutcome {
  const changed = plan.agreed === undefined ? plan : { ...plan, agreed: { ...plan.agreed, ...agreed } };
  const { endsBefore } = window;
  const input = toReplenishmentInput(changed, { endsBefore });
  return evaluateProjection(input, projectOrders(input, { endsBefore }), window);
}

function windowOf(plan: PlanCase, commit: CommitRow): Window {
  const input = toReplenishmentInput(plan);
  const { next } = orderChanceOf(input);
  const riskDays = Math.max(
    1,
    Math.round((Date.parse(next.deliverOn) - Date.parse(plan.today)) / 86_400_000),
  );
  const partsOn = choicesOf(commit).flatMap(({ parts }) => parts.map((part) => part.startsOn));
  const lastOn = [commit.endsBefore, ...partsOn].sort().at(-1) ?? commit.endsBefore;
  return {
    startsOn: plan.today,
    endsBefore: addDays(lastOn, riskDays),
    riskDays,
    carryingRatio: carryingRatioPerYear,
  };
}

const money = (minor: number, currency: string): string => `${(minor / 100).toFixed(2)} ${currency}`;

function sentenceOf(
  option: Omit<CommitOption, 'text'>,
  { unit, currency }: { unit: string; currency: string },
): string {
  const parts = option.parts
    .map((part) => `${formatMilli(part.quantityMilli)} ${unit} from ${part.startsOn}`)
    .join(', ');
  const other =
    option.substitute === null
      ? ''
      : ` and ${formatMilli(option.substitute.quantityMilli)} of ${option.substitute.itemNumber}`;
  const what = option.option === 'refuse' ? 'Nothing is counted on in this bucket' : `${parts}${other}`;
  const short =
    option.shortMilli === 0
      ? 'nothing is expected to be missing'
      : `${formatMilli(option.shortMilli)} ${unit} are expected to be missing`;
  const cost =
    option.costMinor === 0
      ? 'it costs as much as if everything came'
      : `it costs ${money(Math.abs(option.costMinor), currency)} ${option.costMinor > 0 ? 'more' : 'less'} than if everything came`;
  return `${what}: ${short}, service is ${(100 * option.serviceRatio).toFixed(1)} %, ${cost}.`;
}

function optionOf(
  choice: Choice,
  {
    plan,
    commit,
    inFull,
    window,
    substitutes,
  }: {
    plan: PlanCase;
    commit: CommitRow;
    inFull: PlanOutcome;
    window: Window;
    substitutes: Map<string, Substitute>;
  },
): CommitOption {
  const bucketDays = plan.agreed?.buckets.bucketDays ?? 7;
  const limits = limitsWith(plan.agreed?.limits ?? [], accepted(commit, choice, bucketDays));
  const offered =
    choice.alternative?.kind === 'substitute' ? substitutes.get(choice.alternative.itemId) : undefined;
  const standIn =
    offered === undefined
      ? []
      : [
          {
            ...offered,
            commitId: commit.commitId,
            dueOn: commit.startsOn,
            acceptedAt: commit.submittedAt ?? '',
          },
        ];
  const others = (plan.agreed?.substitutes ?? []).filter(({ commitId }) => commitId !== commit.commitId);
  const outcome = outcomeOf(plan, { limits, substitutes: [...others, ...standIn] }, window);
  const shortageMinor = outcome.shortageMinor - inFull.shortageMinor;
  const carryingMinor = outcome.carryingMinor - inFull.carryingMinor;
  const purchaseMinor = lineTotalMinor({
    quantityMilli: offered?.quantityMilli ?? 0,
    unitPriceMicros: Math.max(0, offered?.extraMicros ?? 0),
  });
  const { option, alternativeIndex, parts } = choice;
  const figures = {
    option,
    alternativeIndex,
    parts,
    substitute:
      offered === undefined
        ? null
        : { itemId: offered.itemId, itemNumber: offered.itemNumber, quantityMilli: offered.quantityMilli },
    serviceRatio: outcome.serviceRatio,
    shortMilli: outcome.shortMilli,
    shortByDay: outcome.shortByDay,
    stockMilli: outcome.averageStockMilli,
    extraStockMilli: outcome.averageStockMilli - inFull.averageStockMilli,
    costMinor: shortageMinor + carryingMinor + purchaseMinor,
    cost: { shortageMinor, carryingMinor, purchaseMinor },
  };
  return { ...figures, text: sentenceOf(figures, { unit: commit.unit, currency: plan.terms.currency }) };
}

/**
 * Replans the item-location for everything that the buyer can do with a commit: take it, take one of its alternatives,
 * or count on nothing. Each with service, what is short by day, stock and money against the forecast in full. Writes
 * nothing. Throws `DomainError` while the supplier has not answered, or where the item cannot be planned.
 */
export async function evaluateCommit(
  context: Context,
  { commitId }: z.output<typeof evaluateCommitInput>,
): Promise<CommitEvaluation> {
  const commit = await getCommit(context, { commitId });
  if (commit.committedMilli === null) throw commitNotAnswered(commitId);
  const plan = await readCase(context, commit.itemLocationId);
  const window = windowOf(plan, commit);
  const isOther = (one: { commitId: string }): boolean => one.commitId !== commitId;
  const inFull = outcomeOf(
    plan,
    {
      limits: (plan.agreed?.limits ?? []).filter(isOther),
      substitutes: (plan.agreed?.substitutes ?? []).filter(isOther),
    },
    window,
  );
  const about = { plan, commit, inFull, window, substitutes: await readSubstitutes(context, plan, commit) };
  const options = choicesOf(commit).map((choice) => optionOf(choice, about));
  const unpriced = [...about.substitutes.values()].filter(({ extraMicros }) => extraMicros === null);
  return {
    commitId,
    currency: plan.terms.currency,
    unit: commit.unit,
    startsOn: window.startsOn,
    endsBefore: window.endsBefore,
    engineVersion,
    inFull: {
      serviceRatio: inFull.serviceRatio,
      shortMilli: inFull.shortMilli,
      stockMilli: inFull.averageStockMilli,
    },
    options: options.sort((left, right) => left.costMinor - right.costMinor),
    assumptions: [
      `A missed unit costs its price; holding stock costs ${100 * carryingRatioPerYear} % of its price a year.`,
      ...unpriced.map(({ itemNumber }) => `${itemNumber} has no terms: its price is taken as the same.`),
    ],
  };
}
