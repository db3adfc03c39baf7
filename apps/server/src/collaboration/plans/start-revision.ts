import { type ForecastPurpose, forecastPurposes } from '@coplan/collaboration';
import { addDays, daysBetween, type LocalDate, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { bucketCountUntil, bucketDaysOf, bucketStartOf } from './bucket-axis.ts';
import {
  copyEffectiveValues,
  copyRows,
  createPlan,
  holdPlans,
  isAligned,
  writeEmptyRows,
} from './create-plan.ts';
import { type AgreementInForce, findAgreementInForce } from './find-agreement.ts';
import { type PlanCard, toPlanCard } from './list-plans.ts';
import { currentOf, findPlans, type PlanRow } from './load-plan.ts';
import { tellPlan } from './publish-plan.ts';
import { writeSharedStatistics } from './shared-statistics.ts';

export const startRevisionInput = z.object({
  agreementId: z.uuid(),
  purpose: z.enum(forecastPurposes),
});

/** The first bucket that is not under way yet, until the end of what is planned together. */
export function horizonOf(agreement: AgreementInForce, now: Date) {
  const { calendar, horizons } = agreement.content;
  const today = localDateAt(now, calendar.timeZone);
  const bucketDays = bucketDaysOf(agreement.content);
  const firstDay = addDays(today, bucketDays - 1);
  const startsOn = bucketStartOf(firstDay, { bucketDays, weekStartsOn: calendar.weekStartsOn });
  const bucketCount = bucketCountUntil(startsOn, addDays(today, horizons.liquidDays), bucketDays);
  return { today, startsOn, bucketDays, bucketCount };
}

const bucketsLeft = ({ startsOn, bucketDays, bucketCount }: PlanRow, from: LocalDate): number =>
  Math.max(1, bucketCount - daysBetween(startsOn, from) / bucketDays);

/** Fills a first plan: from what the leading partner published, else from shared statistics, else empty. */
async function fillFirst(
  context: Context,
  tx: Transaction,
  { agreement, plan, partner }: { agreement: AgreementInForce; plan: PlanRow; partner: PlanRow | undefined },
): Promise<void> {
  const lead =
    plan.purpose === 'sales' ? agreement.content.leads.salesForecast : agreement.content.leads.orderForecast;
  const isPartnerLeading = lead !== agreement.mySide;
  const mayCopy = partner !== undefined && isAligned(partner, plan);
  if (isPartnerLeading && mayCopy) {
    await copyEffectiveValues(tx, partner, plan);
  } else if (plan.purpose === 'sales') {
    const writtenCount = await writeSharedStatistics(context, tx, { agreement, plan });
    if (writtenCount === 0 && mayCopy) await copyEffectiveValues(tx, partner, plan);
  }
}

/**
 * Gives the asking side's working plan: the one there is, a copy of its newest published one, or its first. What is in
 * scope and has no value gets an empty row, which is a value owed.
 */
export async function openWorkingPlan(
  context: Context,
  tx: Transaction,
  { agreementId, purpose }: { agreementId: string; purpose: ForecastPurpose },
): Promise<PlanRow> {
  await holdPlans(tx, agreementId, purpose);
  const agreement = await findAgreementInForce(tx, agreementId);
  const me = context.actor.organisationId;
  const { mine, minePublished, partner } = currentOf(
    await findPlans(tx, { agreementId, purpose, isStanding: true }),
    me,
  );
  if (mine?.state === 'working') return mine;
  const { startsOn, bucketDays, bucketCount } = horizonOf(agreement, context.clock.now());
  const from =
    minePublished !== undefined && isAligned(minePublished, { startsOn, bucketDays }) ? minePublished : null;
  const copied = partner !== undefined && isAligned(partner, { startsOn, bucketDays }) ? partner : null;
  const source = from ?? copied;
  const plan = await createPlan(context, tx, {
    agreement,
    kind: 'party',
    partyId: me,
    purpose,
    state: 'working',
    startsOn,
    bucketDays,
    // Nobody owes a number beyond the end of the plan that it starts from.
    bucketCount: source === null ? bucketCount : Math.min(bucketCount, bucketsLeft(source, startsOn)),
    basePlanId: from?.planId ?? null,
    source:
      source === null
        ? { kind: 'entered' }
        : { kind: from === null ? 'copy-of-partner' : 'revision', fromPlanId: source.planId },
  });
  if (from === null) await fillFirst(context, tx, { agreement, plan, partner });
  else await copyRows(tx, from, plan);
  await writeEmptyRows(tx, plan);
  await tellPlan(tx, plan, 'start-revision');
  return plan;
}

export async function startRevision(
  context: Context,
  input: z.output<typeof startRevisionInput>,
): Promise<PlanCard> {
  return context.db.transaction(async (tx) => toPlanCard(await openWorkingPlan(context, tx, input)));
}
