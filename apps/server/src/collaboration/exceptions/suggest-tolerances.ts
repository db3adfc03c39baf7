import {
  type Criterion,
  type LearntTolerances,
  learnTolerances,
  type ToleranceObservation,
  volumeClasses,
} from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { findAgreementInForce } from '../plans/index.ts';
import { evaluationAxis } from './evaluation-axis.ts';
import { readOpenMeasures } from './open-measures.ts';
import { emptyColumn, fillFromPlan, type PlanHead, readPlanHeads } from './read-plan-columns.ts';
import { readScope, type ScopeRow, volumeClassesOf } from './read-scope.ts';

export const suggestTolerancesInput = z.object({
  agreementId: z.uuid(),
  /** Exceptions that the planners of each side can look at in a week. */
  buyerPerWeek: z.int().min(1).max(10_000).default(20),
  sellerPerWeek: z.int().min(1).max(10_000).default(20),
});

export type ToleranceSuggestion = LearntTolerances & { criterionCode: string; criterionName: string };

const versionsMax = 13;
type ForecastCriterion = Extract<Criterion, { kind: 'forecast' }>;

/** Forecasts of both sides that stood at the same time, newest first. */
function pairsOf(
  heads: readonly PlanHead[],
  { purpose, buyerId, supplierId }: { purpose: string; buyerId: string; supplierId: string },
): [PlanHead, PlanHead][] {
  const of = (partyId: string) =>
    heads.filter((plan) => plan.kind === 'party' && plan.purpose === purpose && plan.partyId === partyId);
  const buyers = of(buyerId);
  return of(supplierId)
    .flatMap((seller): [PlanHead, PlanHead][] => {
      const buyer = buyers.find(
        ({ publishedAt }) => (publishedAt?.getTime() ?? 0) <= (seller.publishedAt?.getTime() ?? 0),
      );
      return buyer === undefined ? [] : [[buyer, seller]];
    })
    .slice(0, versionsMax);
}

/** The worst difference of each item-location in one pair of forecasts. */
function observationsOf(
  columns: [Float64Array, Float64Array],
  about: { scope: readonly ScopeRow[]; bucketCount: number; weekIndex: number },
): ToleranceObservation[] {
  const { scope, bucketCount, weekIndex } = about;
  const [buyers, sellers] = columns;
  const totals = Float64Array.from(scope, (_, row) =>
    buyers
      .subarray(row * bucketCount, (row + 1) * bucketCount)
      .reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0),
  );
  const classes = volumeClassesOf(
    totals,
    scope.map(({ itemLocationId }) => itemLocationId),
  );
  return scope.flatMap(({ category, unitPriceMicros }, row) => {
    let worst = -1;
    let ratio = 0;
    for (let at = row * bucketCount; at < (row + 1) * bucketCount; at++) {
      const units = Math.abs((buyers[at] as number) - (sellers[at] as number));
      if (!(units > worst)) continue;
      worst = units;
      const larger = Math.max(buyers[at] as number, sellers[at] as number);
      ratio = larger === 0 ? 0 : units / larger;
    }
    if (worst < 0) return [];
    const volumeClass = volumeClasses[classes[row] ?? 2] ?? 'slow';
    const moneyMinor = Math.round((worst * (unitPriceMicros ?? 0)) / 10_000_000);
    return [{ category, volumeClass, weekIndex, ratio, unitsMilli: worst, moneyMinor }];
  });
}

const isCompared = (criterion: Criterion): criterion is ForecastCriterion =>
  criterion.kind === 'forecast' && criterion.test === 'party-comparison';

/**
 * Tolerances learnt from what the two forecasts of past weeks really differed by, as criteria to be signed as a new
 * version of the agreement. Nothing changes before both have signed.
 */
export async function suggestTolerances(
  context: Context,
  input: z.output<typeof suggestTolerancesInput>,
): Promise<{ suggestions: ToleranceSuggestion[]; criteria: Criterion[] }> {
  return context.db.transaction(async (tx) => {
    const agreement = await findAgreementInForce(tx, input.agreementId);
    const { content, buyerId, supplierId } = agreement;
    const axis = evaluationAxis(content, context.clock.now());
    const scope = await readScope(tx, agreement, axis.today);
    const rowOf = new Map(scope.map(({ itemLocationId }, row) => [itemLocationId, row]));
    const open = await readOpenMeasures(tx, agreement, axis.bucketDays);
    const heads = await readPlanHeads(tx, agreement);
    const suggestions: ToleranceSuggestion[] = [];
    for (const criterion of content.criteria.filter(isCompared)) {
      const { purpose } = criterion;
      const isShared =
        open.whyClosed(`${purpose}.buyer`) === null && open.whyClosed(`${purpose}.seller`) === null;
      const errorHistory: ToleranceObservation[] = [];
      const pairs = isShared ? pairsOf(heads, { purpose, buyerId, supplierId }) : [];
      for (const [weekIndex, [buyer, seller]] of pairs.entries()) {
        const frame = {
          startsOn: seller.startsOn,
          bucketDays: axis.bucketDays,
          bucketCount: axis.bucketCount,
          rowOf,
        };
        const columns: [Float64Array, Float64Array] = [emptyColumn(frame), emptyColumn(frame)];
        await fillFromPlan(tx, columns[0], { buyerId, plan: buyer, frame, layer: 'all' });
        await fillFromPlan(tx, columns[1], { buyerId, plan: seller, frame, layer: 'all' });
        errorHistory.push(...observationsOf(columns, { scope, bucketCount: axis.bucketCount, weekIndex }));
      }
      const capacityPerWeek = { buyer: input.buyerPerWeek, seller: input.sellerPerWeek };
      const learnt = learnTolerances({ criterion, errorHistory, capacityPerWeek });
      suggestions.push({ ...learnt, criterionCode: criterion.code, criterionName: criterion.name });
    }
    const criteria = content.criteria.flatMap(
      (criterion) =>
        suggestions.find(({ criterionCode }) => criterionCode === criterion.code)?.criteria ?? [criterion],
    );
    return { suggestions, criteria };
  });
}
