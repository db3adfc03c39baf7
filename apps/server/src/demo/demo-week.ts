import { addDays, type LocalDate } from '@coplan/kernel';
import type { App } from '../app.ts';
import { recordAllMetricResults } from '../collaboration/index.ts';
import { addBusinessPlan } from './demo-business-plan.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { type Partnership, partnershipsOf } from './demo-partnership.ts';
import { addPastPlans } from './demo-past-plans.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';

/**
 * How far this week has come in a partnership: nothing begun, the buyer's forecast out, both out and far apart, or
 * both out, agreed and committed to.
 */
type Stage = 'not-begun' | 'buyer-published' | 'apart' | 'agreed';
const stagesByRetailer: Record<string, readonly Stage[]> = {
  'northwind-grocers': ['not-begun', 'buyer-published', 'agreed', 'apart', 'apart'],
};
/** The other retailers have begun with their first supplier only. */
const otherStages: readonly Stage[] = ['apart'];

/**
 * This week's planning of a retailer with its suppliers; and the weeks before, for those with a scorecard. Every step
 * looks whether it was done, so that a fill that was cut off goes on where it was.
 */
export async function tellWeek(app: App, retailer: DemoRetailer): Promise<void> {
  const stages = stagesByRetailer[retailer.key] ?? otherStages;
  const partnerships = (await partnershipsOf(app, retailer)).slice(0, stages.length);
  for (const [index, partnership] of partnerships.entries()) {
    const random = createSeededRandom(`week of ${retailer.key} and ${partnership.supplier.key}`);
    if (index < 2) await addPastPlans(partnership, random.fork('past'));
    await addBusinessPlan(partnership, random.fork('events'));
    await app.runPending();
    const stage = stages[index % stages.length] ?? 'not-begun';
    if (stage !== 'not-begun') await publishBuyers(partnership);
    if (stage === 'apart' || stage === 'agreed')
      await publishSellers(partnership, stage, random.fork('plan'));
    await app.runPending();
    if (stage === 'agreed') await agreeAndCommit(partnership);
    if (stage === 'apart') await talk(partnership);
    await addContact(partnership);
    await app.runPending();
  }
  await recordAllMetricResults(app.contextFor(demoActor(retailer.key, ['buyer'])));
}

const salesPlans = async ({ buyer, agreementId }: Partnership) =>
  (await buyer.plans.list({ agreementId, purpose: 'sales' })).rows;

/** Whether a side has published its forecast of this week; those of the weeks before have a source of their own. */
async function hasPublished(partnership: Partnership, companyKey: string): Promise<boolean> {
  const partyId = organisationIdOf(companyKey);
  const rows = await salesPlans(partnership);
  return rows.some(
    (plan) => plan.partyId === partyId && plan.publishedAt !== null && plan.source.kind !== 'demo',
  );
}

async function publishBuyers(partnership: Partnership): Promise<void> {
  const { buyer, agreementId, retailer } = partnership;
  if (await hasPublished(partnership, retailer.key)) return;
  const plan = await buyer.plans.startRevision({ agreementId, purpose: 'sales' });
  await buyer.plans.publish({ planId: plan.planId, expectedVersion: plan.version });
}

const editsMax = 5_000;

/** The seller's own view: close to the buyer's, or another in one category, at one place and in the promotion. */
async function publishSellers(
  partnership: Partnership,
  stage: 'apart' | 'agreed',
  random: SeededRandom,
): Promise<void> {
  const { seller, agreementId, supplier } = partnership;
  if (await hasPublished(partnership, supplier.key)) return;
  const plan = await seller.plans.startRevision({ agreementId, purpose: 'sales' });
  const grid = await seller.plans.grid({ agreementId, purpose: 'sales', pastBucketCount: 0 });
  const first = grid.plans.find(({ planId }) => planId === plan.planId)?.firstColumn ?? 0;
  const { rows } = await seller.plans.gridRows({
    agreementId,
    purpose: 'sales',
    pastBucketCount: 0,
    limit: 500,
  });
  const [oddCategory, oddPlace] = [rows[0]?.category, rows.at(-1)?.locationCode];
  const edits = rows.flatMap((row) =>
    (row.cells.mine ?? []).flatMap((value, column) => {
      const bucketIndex = column - first;
      if (value === null || bucketIndex < 0 || bucketIndex >= plan.bucketCount) return [];
      const view =
        stage === 'agreed'
          ? 1
          : (row.category === oddCategory ? 1.45 : 1) * (row.locationCode === oddPlace ? 0.62 : 1);
      const after = Math.round(value * view * (1 + random.between(-0.04, 0.04)));
      if (after === Math.round(value)) return [];
      const { itemLocationId } = row;
      const amounts = { beforeMilli: null, afterMilli: after * 1_000 };
      return [{ itemLocationId, bucketIndex, layer: 'override' as const, ...amounts }];
    }),
  );
  const { editCount } = await seller.plans.get({ planId: plan.planId });
  for (let from = editCount; from < edits.length; from += editsMax) {
    await seller.plans.edit({
      planId: plan.planId,
      operationId: `demo-${from}`,
      reason: 'Our own forecast of this week',
      edits: edits.slice(from, from + editsMax),
    });
  }
  const { version } = await seller.plans.get({ planId: plan.planId });
  await seller.plans.publish({ planId: plan.planId, expectedVersion: version });
}

const shortEvery = 9;

/** A side agrees to the joint plan, unless it has; false where something still forbids it. */
async function consent(
  caller: Partnership['buyer'],
  { planId, companyKey }: { planId: string; companyKey: string },
): Promise<boolean> {
  const { version, consents, state } = await caller.plans.get({ planId });
  const orgId = organisationIdOf(companyKey);
  if (state !== 'in-review' || consents.some((one) => one.orgId === orgId && !one.isVoid)) return true;
  return caller.plans.consensus.agree({ planId, expectedVersion: version }).then(
    () => true,
    () => false,
  );
}

async function agreeOnJointPlan(partnership: Partnership): Promise<void> {
  const { buyer, seller, agreementId, retailer, supplier } = partnership;
  const isAgreed = (await salesPlans(partnership)).some(
    ({ kind, state }) => kind === 'joint' && (state === 'consensus' || state === 'frozen'),
  );
  if (isAgreed) return;
  const { planId } = await buyer.plans.consensus.compute({ agreementId, purpose: 'sales' });
  if (await consent(buyer, { planId, companyKey: retailer.key }))
    await consent(seller, { planId, companyKey: supplier.key });
}

async function agreeAndCommit(partnership: Partnership): Promise<void> {
  const { app, seller, agreementId } = partnership;
  await agreeOnJointPlan(partnership);
  await app.runPending();
  const { rows } = await seller.commits.list({ agreementId, limit: 500 });
  const open = rows.filter(({ state }) => state === 'due' || state === 'overdue');
  const isBegun = rows.length > open.length;
  const short = open.filter((_, index) => index % shortEvery === 4).slice(0, 6);
  if (!isBegun && short.length > 0) {
    await seller.commits.submit({
      agreementId,
      commits: short.map(({ itemLocationId, startsOn, forecastMilli }) => {
        const now = Math.floor((forecastMilli * 0.8) / 1_000) * 1_000;
        const parts = [
          { startsOn, quantityMilli: now },
          { startsOn: addDays(startsOn as LocalDate, 7), quantityMilli: forecastMilli - now },
        ];
        return {
          itemLocationId,
          startsOn,
          committedMilli: now,
          reasonCode: 'capacity' as const,
          note: 'The line is cleaned that week',
          alternatives: [{ kind: 'later' as const, parts }],
        };
      }),
    });
  }
  if (open.length > 0) await seller.commits.commitAsForecast({ agreementId });
}

/** Somebody at the supplier who answers by link, without a seat. */
const addContact = ({ seller, supplier }: Partnership) =>
  seller.answers.saveContact({
    name: `Order desk, ${supplier.name}`,
    email: `order.desk@${supplier.key}.example`,
  });

/** A word on the largest exception, and one among themselves. */
async function talk({ buyer, seller, agreementId }: Partnership): Promise<void> {
  const { rows } = await buyer.exceptions.list({ agreementId, limit: 5 });
  const [largest] = rows;
  if (largest === undefined) return;
  const about = { subjectKind: 'exception' as const, subjectId: largest.exceptionId };
  const { messages: said } = await buyer.threads.list(about);
  const say = async (caller: typeof buyer, visibility: 'shared' | 'internal', body: string) => {
    if (!said.some((message) => message.body === body))
      await caller.threads.post({ ...about, visibility, body });
  };
  await say(buyer, 'shared', 'You see far more than we do here. Is there something we do not know of?');
  await say(
    seller,
    'shared',
    'Two other customers order ahead of the season, and we expect the same from your shops.',
  );
  await say(buyer, 'internal', 'They said that last year as well; we bought a third of it.');
}
