import { addDays, type LocalDate, localDateAt } from '@coplan/kernel';
import type { App } from '../app.ts';
import { recordAllMetricResults } from '../collaboration/index.ts';
import { type DemoRetailer, type DemoSupplier, demoSuppliers } from './demo-companies.ts';
import { addPastPlans } from './demo-past-plans.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';

type Caller = ReturnType<App['createCaller']>;
export type Partnership = {
  app: App;
  retailer: DemoRetailer;
  supplier: DemoSupplier;
  agreementId: string;
  buyer: Caller;
  seller: Caller;
};

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

const named = (
  app: App,
  company: { key: string; name: string },
  title: string,
  role: 'buyer' | 'supplier-planner',
) => app.createCaller({ ...demoActor(company.key, [role]), name: `${title}, ${company.name}` });

async function partnershipsOf(app: App, retailer: DemoRetailer): Promise<Partnership[]> {
  const buyer = named(app, retailer, 'Buyer', 'buyer');
  const { rows } = await buyer.agreements.list();
  return retailer.suppliers.flatMap(({ key }) => {
    const supplier = demoSuppliers.find((known) => known.key === key);
    const row = rows.find(
      ({ supplierId, state }) => supplierId === organisationIdOf(key) && state === 'active',
    );
    if (supplier === undefined || row === undefined) return [];
    const seller = named(app, supplier, 'Supplier planner', 'supplier-planner');
    return [{ app, retailer, supplier, agreementId: row.agreementId, buyer, seller }];
  });
}

/** This week's planning of a retailer with its suppliers, once; and the weeks before, for those with a scorecard. */
export async function tellWeek(app: App, retailer: DemoRetailer): Promise<void> {
  const stages = stagesByRetailer[retailer.key] ?? otherStages;
  const partnerships = (await partnershipsOf(app, retailer)).slice(0, stages.length);
  for (const [index, partnership] of partnerships.entries()) {
    const random = createSeededRandom(`week of ${retailer.key} and ${partnership.supplier.key}`);
    const { rows } = await partnership.buyer.plans.list({
      agreementId: partnership.agreementId,
      purpose: 'sales',
    });
    if (rows.some(({ publishedAt }) => publishedAt !== null)) continue;
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

async function addBusinessPlan(partnership: Partnership, random: SeededRandom): Promise<void> {
  const { app, retailer, agreementId, buyer, seller } = partnership;
  const { clock } = app.contextFor(demoActor(retailer.key, ['buyer']));
  const today = localDateAt(clock.now(), retailer.timeZone);
  const { rows } = await buyer.plans.gridRows({ agreementId, purpose: 'sales', limit: 500 });
  const categories = [...new Set(rows.map(({ category }) => category ?? ''))].filter((name) => name !== '');
  const [category = ''] = categories;
  await buyer.businessPlans.saveTargets({
    agreementId,
    expectedRevision: 0,
    targets: categories.map((name) => ({
      category: name,
      salesMinor: random.whole(40, 90) * 1_000_000,
      marginMinor: random.whole(8, 20) * 1_000_000,
      inStockRatio: 0.97,
      turns: random.whole(14, 24),
    })),
    note: 'As discussed at the annual meeting',
  });
  const { proposed } = await seller.businessPlans.get({ agreementId });
  if (proposed !== null) {
    await seller.businessPlans.decideTargets({
      revisionId: proposed.revisionId,
      decision: 'agree',
      expectedVersion: proposed.version,
    });
  }
  const itemIds = [...new Set(rows.filter((row) => row.category === category).map(({ itemId }) => itemId))];
  const promotion = (name: string, inDays: number, liftRatio: number) => {
    const startsOn = addDays(today, inDays);
    return {
      type: 'promotion' as const,
      name,
      items: itemIds.map((itemId) => ({ itemId })),
      liftRatio,
      sellIn: { startsOn: addDays(startsOn, -7), endsBefore: startsOn },
      sellThrough: { startsOn, endsBefore: addDays(startsOn, 14) },
      lockOn: addDays(startsOn, -21) < today ? today : addDays(startsOn, -21),
    };
  };
  const agreed = await buyer.businessPlans.events.create({
    agreementId,
    content: promotion(`${category}: buy two, pay one and a half`, 35, 0.6),
  });
  await buyer.businessPlans.events.propose({
    planEventId: agreed.planEventId,
    expectedVersion: agreed.version,
  });
  const event = await seller.businessPlans.events.get({ planEventId: agreed.planEventId }).catch(() => null);
  if (event !== null) {
    await seller.businessPlans.events.agree({
      planEventId: agreed.planEventId,
      expectedVersion: event.version,
    });
  }
  const open = await buyer.businessPlans.events.create({
    agreementId,
    content: promotion(`${category}: spring opener`, 98, 0.35),
  });
  await buyer.businessPlans.events.propose({ planEventId: open.planEventId, expectedVersion: open.version });
  await buyer.businessPlans.events.create({
    agreementId,
    content: {
      ...promotion(`${category}: new pack`, 63, 0.15),
      type: 'introduction',
    },
  });
}

async function publishBuyers({ buyer, agreementId }: Partnership): Promise<void> {
  const plan = await buyer.plans.startRevision({ agreementId, purpose: 'sales' });
  await buyer.plans.publish({ planId: plan.planId, expectedVersion: plan.version });
}

const editsMax = 5_000;

/** The seller's own view: close to the buyer's, or another in one category, at one place and in the promotion. */
async function publishSellers(
  { seller, agreementId }: Partnership,
  stage: 'apart' | 'agreed',
  random: SeededRandom,
): Promise<void> {
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
  for (let from = 0; from < edits.length; from += editsMax) {
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

async function agreeAndCommit(partnership: Partnership): Promise<void> {
  const { app, buyer, seller, agreementId } = partnership;
  const joint = await buyer.plans.consensus.compute({ agreementId, purpose: 'sales' });
  const agreed = await buyer.plans.consensus
    .agree({ planId: joint.planId, expectedVersion: joint.version })
    .catch(() => null);
  if (agreed !== null) {
    const { version } = await seller.plans.get({ planId: joint.planId });
    await seller.plans.consensus.agree({ planId: joint.planId, expectedVersion: version });
  }
  await app.runPending();
  const { rows } = await seller.commits.list({ agreementId, limit: 500 });
  const open = rows.filter(({ state }) => state === 'due' || state === 'overdue');
  const short = open.filter((_, index) => index % shortEvery === 4).slice(0, 6);
  if (short.length > 0) {
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
  await seller.commits.commitAsForecast({ agreementId });
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
  await buyer.threads.post({
    ...about,
    visibility: 'shared',
    body: 'You see far more than we do here. Is there something we do not know of?',
  });
  await seller.threads.post({
    ...about,
    visibility: 'shared',
    body: 'Two other customers order ahead of the season, and we expect the same from your shops.',
  });
  await buyer.threads.post({
    ...about,
    visibility: 'internal',
    body: 'They said that last year as well; we bought a third of it.',
  });
}
