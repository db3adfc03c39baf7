import {
  type AgreementContent,
  type ConsensusBucket,
  computeConsensus,
  type ForecastPurpose,
  forecastPurposes,
} from '@coplan/collaboration';
import { daysBetween, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { windowOfBucket } from './bucket-axis.ts';
import {
  type ConsensusFacts,
  readAgreedBefore,
  readConsensusFacts,
  type SideRow,
} from './consensus-facts.ts';
import { carryLayers, createPlan, holdPlans, isAligned, type RowToWrite, writeRows } from './create-plan.ts';
import { bucketOf } from './edit-rules.ts';
import { type AgreementInForce, findAgreementInForce } from './find-agreement.ts';
import { type PlanCard, toPlanCard } from './list-plans.ts';
import { currentOf, findPlans, movePlan, type PlanRow } from './load-plan.ts';
import { nothingToCompare } from './plans.errors.ts';
import { tellPlan } from './publish-plan.ts';

export const computeConsensusInput = z.object({
  agreementId: z.uuid(),
  purpose: z.enum(forecastPurposes),
});

type Rule = AgreementContent['consensus'][number];

const ruleFor = ({ content }: AgreementInForce, purpose: ForecastPurpose): Rule =>
  content.consensus.find((one) => one.purpose === purpose) ?? { purpose, rule: 'manual', touchless: {} };

const letters = { agreed: 'a', touchless: 't', open: 'o', 'response-required': 'r' } as const;
const worstFirst = ['response-required', 'open', 'touchless', 'agreed'] as const;

/** The buckets of a side's row as far as the joint plan reaches. */
function valuesOf(row: SideRow | undefined, from: PlanRow | undefined, joint: PlanRow): (number | null)[] {
  const shift = from === undefined ? 0 : daysBetween(from.startsOn, joint.startsOn) / joint.bucketDays;
  return Array.from({ length: joint.bucketCount }, (_, index) => row?.valueMilli[index + shift] ?? null);
}

type Agreed = { milli: number | null; window: 'frozen' | 'slushy' };

/** What both agreed before binds inside the frozen window, and within the agreed share in the slushy one. */
function bind(bucket: ConsensusBucket, agreed: Agreed | undefined, changeRatio: number): ConsensusBucket {
  if (agreed === undefined || agreed.milli === null) return bucket;
  const held = { ...bucket, valueMilli: agreed.milli, missing: [] };
  if (agreed.window === 'frozen') return { ...held, state: 'agreed' };
  if (bucket.valueMilli === null) return { ...held, state: 'open' };
  const isWithin = Math.abs(bucket.valueMilli - agreed.milli) <= agreed.milli * changeRatio + 1e-9;
  return isWithin ? bucket : { ...held, state: 'open' };
}

function toRow(
  itemLocationId: string,
  about: {
    joint: PlanRow;
    rule: Rule;
    facts: ConsensusFacts;
    /** What both agreed last, in the joint plan's buckets. */
    agreedBefore: Map<string, (number | null)[]>;
    windows: readonly ('past' | 'frozen' | 'slushy' | 'liquid')[];
    changeRatio: number;
  },
): RowToWrite {
  const { joint, rule, facts, agreedBefore, windows, changeRatio } = about;
  const buyerRow = facts.buyerRows.get(itemLocationId);
  const sellerRow = facts.sellerRows.get(itemLocationId);
  const eventMilli = valuesOf(
    buyerRow?.eventMilli === undefined ? undefined : { ...buyerRow, valueMilli: buyerRow.eventMilli },
    facts.buyerPlan,
    joint,
  );
  const weights = facts.weights.get(itemLocationId);
  const before = agreedBefore.get(itemLocationId);
  const buckets = computeConsensus({
    rule: rule.rule,
    buyerMilli: valuesOf(buyerRow, facts.buyerPlan, joint),
    sellerMilli: valuesOf(sellerRow, facts.sellerPlan, joint),
    ...(weights === undefined ? {} : { weights }),
    touchless: rule.touchless,
    unitPriceMicros: facts.unitPriceMicros.get(itemLocationId) ?? null,
    owedBy: facts.owedBy,
  }).map((bucket, index) => {
    const window = windows[index];
    const isBound = window === 'frozen' || window === 'slushy';
    return bind(bucket, isBound ? { milli: before?.[index] ?? null, window } : undefined, changeRatio);
  });
  const states = new Set(buckets.map(({ state }) => state));
  const missing = [...new Set(buckets.flatMap((bucket) => bucket.missing))];
  return {
    itemLocationId,
    // The event layer stands apart so that a lift is not counted twice.
    baseMilli: buckets.map(({ valueMilli }, index) =>
      valueMilli === null ? null : valueMilli - (eventMilli[index] ?? 0),
    ),
    eventMilli,
    status: {
      rule: rule.rule,
      state: worstFirst.find((state) => states.has(state)) ?? 'agreed',
      ...(weights === undefined
        ? {}
        : { weights: { buyer: weights.buyer, seller: weights.seller, reason: weights.reason } }),
      ...(missing.length === 0 ? {} : { missing }),
      buckets: buckets.map(({ state }) => letters[state]).join(''),
    },
  };
}

const sameSources = (joint: PlanRow | undefined, facts: ConsensusFacts): boolean =>
  joint?.state === 'in-review' &&
  joint.source.buyerPlanId === facts.buyerPlan?.planId &&
  joint.source.sellerPlanId === facts.sellerPlan?.planId;

async function openJoint(
  context: Context,
  tx: Transaction,
  {
    agreement,
    purpose,
    rule,
    facts,
  }: {
    agreement: AgreementInForce;
    purpose: ForecastPurpose;
    rule: Rule;
    facts: ConsensusFacts;
  },
): Promise<PlanRow> {
  const plans = [facts.buyerPlan, facts.sellerPlan].filter((plan) => plan !== undefined);
  const [newest] = plans.sort((left, right) => (left.startsOn < right.startsOn ? 1 : -1));
  if (newest === undefined) throw nothingToCompare({ agreementId: agreement.agreementId, missing: [] });
  const endsBefore = plans.map((plan) => bucketOf(plan, plan.bucketCount).startsOn).sort();
  const reach = daysBetween(newest.startsOn, endsBefore.at(-1) ?? newest.startsOn);
  return createPlan(context, tx, {
    agreement,
    kind: 'joint',
    partyId: null,
    purpose,
    state: 'in-review',
    startsOn: newest.startsOn,
    bucketDays: newest.bucketDays,
    bucketCount: Math.max(1, Math.floor(reach / newest.bucketDays)),
    source: {
      kind: 'consensus',
      rule: rule.rule,
      ...(facts.buyerPlan === undefined ? {} : { buyerPlanId: facts.buyerPlan.planId }),
      ...(facts.sellerPlan === undefined ? {} : { sellerPlanId: facts.sellerPlan.planId }),
    },
  });
}

/**
 * Compares what both sides published and opens the joint plan by the agreement's rule. What was negotiated in a joint
 * plan under review stays as override. The same two forecasts again give the plan that is there.
 */
export async function openJointPlan(
  context: Context,
  tx: Transaction,
  { agreementId, purpose }: z.output<typeof computeConsensusInput>,
): Promise<PlanRow> {
  await holdPlans(tx, agreementId, purpose);
  const agreement = await findAgreementInForce(tx, agreementId);
  const rule = ruleFor(agreement, purpose);
  const plans = await findPlans(tx, { agreementId, purpose });
  const { joint: earlier } = currentOf(plans, context.actor.organisationId);
  const facts = await readConsensusFacts(context, tx, { agreement, purpose, plans, rule: rule.rule });
  if (earlier !== undefined && sameSources(earlier, facts)) return earlier;
  const now = context.clock.now();
  if (earlier?.state === 'in-review') await movePlan(tx, earlier, 'supersede', now);
  const joint = await openJoint(context, tx, { agreement, purpose, rule, facts });
  const { calendar, horizons } = agreement.content;
  const today = localDateAt(now, calendar.timeZone);
  const windows = Array.from({ length: joint.bucketCount }, (_, index) =>
    windowOfBucket(bucketOf(joint, index), horizons, today),
  );
  const agreedBefore = await readAgreedBefore(tx, joint);
  const about = { joint, rule, facts, agreedBefore, windows, changeRatio: horizons.slushyChangeRatio };
  await writeRows(
    tx,
    joint,
    facts.itemLocationIds.map((itemLocationId) => toRow(itemLocationId, about)),
  );
  if (earlier?.state === 'in-review' && isAligned(earlier, joint)) {
    await carryLayers(tx, earlier, joint, { withEvents: false });
  }
  await tellPlan(tx, joint, 'compute');
  return joint;
}

export async function computeJointPlan(
  context: Context,
  input: z.output<typeof computeConsensusInput>,
): Promise<PlanCard> {
  return context.db.transaction(async (tx) => toPlanCard(await openJointPlan(context, tx, input)));
}
