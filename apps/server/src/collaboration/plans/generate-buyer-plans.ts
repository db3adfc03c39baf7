import { daysBetween, type LocalDate } from '@coplan/kernel';
import type { Context, PublishedEvent, Transaction } from '../../platform/index.ts';
import { subscribe } from '../../platform/index.ts';
import { carryLayers, createPlan, holdPlans, isAligned, writeEmptyRows } from './create-plan.ts';
import { type AgreementInForce, listAgreementsInForce } from './find-agreement.ts';
import { currentOf, findPlans, movePlan, type PlanRow } from './load-plan.ts';
import { tellPlan } from './publish-plan.ts';
import { writeForecastVersion } from './shared-statistics.ts';
import { horizonOf } from './start-revision.ts';

type ForecastVersion = { id: string; engineVersion: string; snapshotHash: string; endsBefore: LocalDate };

const findVersion = `
select version.id, version.engine_version as "engineVersion", version.snapshot_hash as "snapshotHash",
  (version.starts_on + version.bucket_days * version.horizon_periods)::text as "endsBefore"
from forecast_versions version
where version.id = $1 and version.org_id = (select current_setting('app.org')::uuid) and version.state = 'published'`;

/** What people and events said about the same dates goes with the new version; the old one gives way. */
async function replaceWorking(
  context: Context,
  tx: Transaction,
  {
    earlier,
    agreement,
    version,
  }: {
    earlier: PlanRow | undefined;
    agreement: AgreementInForce;
    version: ForecastVersion;
  },
): Promise<PlanRow> {
  if (earlier?.state === 'working') await movePlan(tx, earlier, 'supersede', context.clock.now());
  const { startsOn, bucketDays, bucketCount: plannedCount } = horizonOf(agreement, context.clock.now());
  // The buyer plans no farther than its forecast reaches.
  const reachedCount = Math.floor(daysBetween(startsOn, version.endsBefore) / bucketDays);
  const bucketCount = Math.max(1, Math.min(plannedCount, reachedCount));
  const plan = await createPlan(context, tx, {
    agreement,
    kind: 'party',
    partyId: agreement.buyerId,
    purpose: 'sales',
    state: 'working',
    startsOn,
    bucketDays,
    bucketCount,
    basePlanId: earlier?.planId ?? null,
    source: {
      kind: 'statistical',
      forecastVersionId: version.id,
      engineVersion: version.engineVersion,
      snapshotHash: version.snapshotHash,
    },
  });
  await writeForecastVersion(tx, plan, version.id);
  await writeEmptyRows(tx, plan);
  if (earlier !== undefined && isAligned(earlier, plan))
    await carryLayers(tx, earlier, plan, { withEvents: true });
  return plan;
}

async function generateFor(
  context: Context,
  agreement: AgreementInForce,
  version: ForecastVersion,
): Promise<boolean> {
  const { agreementId } = agreement;
  return context.db.transaction(async (tx) => {
    await holdPlans(tx, agreementId, 'sales');
    const { mine } = currentOf(await findPlans(tx, { agreementId, purpose: 'sales' }), agreement.buyerId);
    if (mine?.source.forecastVersionId === version.id) return false;
    const plan = await replaceWorking(context, tx, { earlier: mine, agreement, version });
    await tellPlan(tx, plan, 'generate');
    return true;
  });
}

/** A new statistical forecast becomes the buyer's working sales plan of every agreement, once. */
export async function generateBuyerPlans(
  context: Context,
  forecastVersionId: string,
): Promise<{ planCount: number }> {
  const [version] = await context.db.read<ForecastVersion>(findVersion, [forecastVersionId]);
  if (version === undefined) return { planCount: 0 };
  let planCount = 0;
  for (const agreement of await listAgreementsInForce(context.db)) {
    if (agreement.mySide !== 'buyer') continue;
    if (await generateFor(context, agreement, version)) planCount += 1;
  }
  return { planCount };
}

const newestVersion = `
select version.id from forecast_versions version
where version.org_id = (select current_setting('app.org')::uuid) and version.state = 'published'
order by version.issued_at desc limit 1`;

/** An agreement that came into force after the last forecast has its buyer's plan at once, where there is none yet. */
export async function generateFirstPlan(
  context: Context,
  agreementId: string,
): Promise<{ planCount: number }> {
  const [newest] = await context.db.read<{ id: string }>(newestVersion);
  const [version] =
    newest === undefined ? [] : await context.db.read<ForecastVersion>(findVersion, [newest.id]);
  const agreements = await listAgreementsInForce(context.db);
  const agreement = agreements.find((one) => one.agreementId === agreementId && one.mySide === 'buyer');
  if (version === undefined || agreement === undefined) return { planCount: 0 };
  const plans = await findPlans(context.db, { agreementId, purpose: 'sales' });
  if (currentOf(plans, agreement.buyerId).mine !== undefined) return { planCount: 0 };
  return { planCount: (await generateFor(context, agreement, version)) ? 1 : 0 };
}

export const generateOnNewAgreement = subscribe(
  'collaboration.agreement-changed',
  (context: Context, event: PublishedEvent) => generateFirstPlan(context, event.subject.id),
  { name: 'generate-first-plan' },
);

/** The event names the buyer first; only the buyer sees the version. */
export const generateOnNewForecast = subscribe(
  'forecasting.version-published',
  (context: Context, event: PublishedEvent) => generateBuyerPlans(context, event.subject.id),
  { name: 'generate-buyer-plans', forWhom: (event) => event.audience.slice(0, 1) },
);
