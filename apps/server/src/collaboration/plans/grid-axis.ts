import { forecastPurposes, type PlanningCalendar, weekLabels } from '@coplan/collaboration';
import { addDays, daysBetween, type LocalDate, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Database } from '../../platform/index.ts';
import {
  type BucketWindow,
  bucketCountUntil,
  bucketDaysOf,
  bucketStartOf,
  windowOfBucket,
} from './bucket-axis.ts';
import { type AgreementInForce, findAgreementInForce } from './find-agreement.ts';
import { type CurrentPlans, currentOf, findPlans, getPlanRow, type PlanRow } from './load-plan.ts';

export const gridInput = z.object({
  agreementId: z.uuid(),
  purpose: z.enum(forecastPurposes),
  /** A branch that is shown beside the joint plan. */
  scenarioPlanId: z.uuid().optional(),
  /** Buckets before the present one, for history. */
  pastBucketCount: z.int().min(0).max(156).default(26),
  /** Columns in all; by default to the end of what is planned together. */
  bucketCount: z.int().min(1).max(400).optional(),
  search: z.string().trim().min(1).max(100).optional(),
  categories: z.array(z.string().max(200)).max(200).optional(),
  locationIds: z.array(z.uuid()).max(1_000).optional(),
});
export type GridInput = z.output<typeof gridInput>;

export type GridBucket = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  label: string;
  /** The same days in ISO weeks, where the agreement's weeks begin on another day. */
  partnerLabel: string | null;
  window: BucketWindow;
};

/** The plans that stand in the grid and the columns that all of them are brought to. */
export type GridAxis = {
  agreement: AgreementInForce;
  current: CurrentPlans;
  scenario: PlanRow | undefined;
  today: LocalDate;
  startsOn: LocalDate;
  bucketDays: 1 | 7;
  bucketCount: number;
};

/** The grid column of a plan's first bucket; undefined where the plan was made for weeks that begin on another day. */
export function firstColumnOf(
  axis: Pick<GridAxis, 'startsOn' | 'bucketDays'>,
  plan: PlanRow,
): number | undefined {
  const column = daysBetween(axis.startsOn, plan.startsOn) / axis.bucketDays;
  return plan.bucketDays === axis.bucketDays && Number.isInteger(column) ? column : undefined;
}

async function findScenario(db: Database, input: GridInput): Promise<PlanRow | undefined> {
  if (input.scenarioPlanId === undefined) return undefined;
  const plan = await getPlanRow(db, input.scenarioPlanId);
  return plan.agreementId === input.agreementId && plan.purpose === input.purpose ? plan : undefined;
}

export async function readGridAxis({ db, actor, clock }: Context, input: GridInput): Promise<GridAxis> {
  const agreement = await findAgreementInForce(db, input.agreementId);
  const { calendar, horizons } = agreement.content;
  const today = localDateAt(clock.now(), calendar.timeZone);
  const bucketDays = bucketDaysOf(agreement.content);
  const present = bucketStartOf(today, { bucketDays, weekStartsOn: calendar.weekStartsOn });
  const startsOn = addDays(present, -input.pastBucketCount * bucketDays);
  const { agreementId, purpose } = input;
  const current = currentOf(
    await findPlans(db, { agreementId, purpose, isStanding: true }),
    actor.organisationId,
  );
  const scenario = await findScenario(db, input);
  const plans = [current.mine, current.partner, current.joint, scenario].filter((plan) => plan !== undefined);
  const ends = plans.map((plan) => addDays(plan.startsOn, plan.bucketDays * plan.bucketCount));
  const endsBefore = [addDays(today, horizons.liquidDays), ...ends].sort().at(-1) ?? today;
  const bucketCount = input.bucketCount ?? bucketCountUntil(startsOn, endsBefore, bucketDays, 400);
  return { agreement, current, scenario, today, startsOn, bucketDays, bucketCount };
}

const isoWeeks: PlanningCalendar = { kind: 'iso-week', weekStartsOn: 1, yearStartsInMonth: 1 };

/** The columns with their names in the agreement's calendar, the same in ISO weeks, and the window that each is in. */
export function bucketsOf({ agreement, today, startsOn, bucketDays, bucketCount }: GridAxis): GridBucket[] {
  const { calendar, horizons } = agreement.content;
  const buckets = Array.from({ length: bucketCount }, (_, index) => {
    const from = addDays(startsOn, index * bucketDays);
    return { startsOn: from, endsBefore: addDays(from, bucketDays) };
  });
  const grain = bucketDays === 1 ? 'day' : 'week';
  const labels = weekLabels({ ...calendar, grain }, { ...isoWeeks, grain }, buckets);
  return buckets.map((bucket, index) => {
    const { label, partnerLabel } = labels[index] ?? {
      label: bucket.startsOn,
      partnerLabel: bucket.startsOn,
    };
    return {
      ...bucket,
      label,
      partnerLabel: partnerLabel === label ? null : partnerLabel,
      window: windowOfBucket(bucket, horizons, today),
    };
  });
}
