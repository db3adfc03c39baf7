/** Targets, what is proposed instead, and what has been reached, category by category. Pure. */
import type { BusinessPlan } from '../../app/api-types.ts';
import type { TargetMeasure } from './target-gap.ts';

export type Target = NonNullable<BusinessPlan['agreed']>['targets'][number];
type PlanPart = Pick<BusinessPlan, 'categories' | 'progress'> & {
  agreed: { targets: readonly Target[] } | null;
  proposed: { targets: readonly Target[] } | null;
};

export type TargetCell = { agreed: number | null; proposed: number | null; actual: number | null };
export type TargetLine = { category: string; cells: Record<TargetMeasure, TargetCell> };

const fieldOf = {
  sales: 'salesMinor',
  margin: 'marginMinor',
  inStock: 'inStockRatio',
  turns: 'turns',
} as const;

/** One line for each category that has a target, a proposal or sales; margins have no actual as costs are not sold. */
export function targetLines({ categories, progress, agreed, proposed }: PlanPart): TargetLine[] {
  const named = [
    ...categories,
    ...(agreed?.targets ?? []).map(({ category }) => category),
    ...(proposed?.targets ?? []).map(({ category }) => category),
    ...progress.map(({ category }) => category),
  ];
  return [...new Set(named)].sort().map((category) => {
    const goal = agreed?.targets.find((row) => row.category === category);
    const offer = proposed?.targets.find((row) => row.category === category);
    const reached = progress.find((row) => row.category === category);
    const cell = (measure: TargetMeasure): TargetCell => ({
      agreed: goal?.[fieldOf[measure]] ?? null,
      proposed: offer?.[fieldOf[measure]] ?? null,
      actual:
        measure === 'margin'
          ? null
          : (reached?.[fieldOf[measure as Exclude<TargetMeasure, 'margin'>]] ?? null),
    });
    return {
      category,
      cells: { sales: cell('sales'), margin: cell('margin'), inStock: cell('inStock'), turns: cell('turns') },
    };
  });
}

/** What a form begins with: the open proposal, else what counts, else nothing, for every category. */
export const draftTargets = (plan: PlanPart): Target[] =>
  targetLines(plan).map(({ category, cells }) => {
    const hasProposal = plan.proposed?.targets.some((row) => row.category === category) === true;
    const of = ({ agreed, proposed }: TargetCell) => (hasProposal ? proposed : agreed);
    return {
      category,
      salesMinor: of(cells.sales),
      marginMinor: of(cells.margin),
      inStockRatio: of(cells.inStock),
      turns: of(cells.turns),
    };
  });

/** Rows that say anything. */
export const statedTargets = (targets: readonly Target[]): Target[] =>
  targets.filter(
    ({ salesMinor, marginMinor, inStockRatio, turns }) =>
      salesMinor !== null || marginMinor !== null || inStockRatio !== null || turns !== null,
  );

/** The fiscal years around a period and the quarters of its own year: what can be chosen. */
export function periodChoices(label: string): string[] {
  const year = Number(label.slice(0, 4));
  return [
    String(year - 1),
    String(year),
    ...[1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`),
    String(year + 1),
  ];
}
