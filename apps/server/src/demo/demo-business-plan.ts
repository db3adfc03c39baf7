import { addDays, localDateAt } from '@coplan/kernel';
import type { Partnership } from './demo-partnership.ts';
import { demoActor } from './demo-people.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Targets that both agreed to, and three events: one agreed, one proposed, one draft. Each only where it is missing. */
export async function addBusinessPlan(partnership: Partnership, random: SeededRandom): Promise<void> {
  const { agreementId, buyer } = partnership;
  const { rows } = await buyer.plans.gridRows({ agreementId, purpose: 'sales', limit: 500 });
  const categories = [...new Set(rows.map(({ category }) => category ?? ''))].filter((name) => name !== '');
  const [category = ''] = categories;
  await agreeOnTargets(partnership, categories, random);
  const itemIds = [...new Set(rows.filter((row) => row.category === category).map(({ itemId }) => itemId))];
  await addEvents(partnership, { category, itemIds });
}

async function agreeOnTargets(
  { agreementId, buyer, seller }: Partnership,
  categories: readonly string[],
  random: SeededRandom,
): Promise<void> {
  const { newestRevision } = await buyer.businessPlans.get({ agreementId });
  if (newestRevision === 0) {
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
  }
  const { proposed } = await seller.businessPlans.get({ agreementId });
  if (newestRevision > 1 || proposed === null || proposed.isMine) return;
  await seller.businessPlans.decideTargets({
    revisionId: proposed.revisionId,
    decision: 'agree',
    expectedVersion: proposed.version,
  });
}

/** How far an event of the demo has come: a draft, before the partner, or agreed. */
type EventStage = 'draft' | 'proposed' | 'agreed';

async function addEvents(
  partnership: Partnership,
  { category, itemIds }: { category: string; itemIds: readonly string[] },
): Promise<void> {
  const { app, retailer, agreementId, buyer } = partnership;
  const { clock } = app.contextFor(demoActor(retailer.key, ['buyer']));
  const today = localDateAt(clock.now(), retailer.timeZone);
  const { rows: known } = await buyer.businessPlans.events.list({ agreementId });
  const add = async (
    name: string,
    { inDays, liftRatio, stage, type = 'promotion' }: NewEvent & { stage: EventStage },
  ): Promise<void> => {
    const startsOn = addDays(today, inDays);
    const content = {
      type,
      name,
      items: itemIds.map((itemId) => ({ itemId })),
      liftRatio,
      sellIn: { startsOn: addDays(startsOn, -7), endsBefore: startsOn },
      sellThrough: { startsOn, endsBefore: addDays(startsOn, 14) },
      lockOn: addDays(startsOn, -21) < today ? today : addDays(startsOn, -21),
    };
    const event = known.find((one) => one.name === name) ?? {
      ...(await buyer.businessPlans.events.create({ agreementId, content })),
      state: 'draft',
    };
    await bringTo(stage, event, partnership);
  };
  await add(`${category}: buy two, pay one and a half`, { inDays: 35, liftRatio: 0.6, stage: 'agreed' });
  await add(`${category}: spring opener`, { inDays: 98, liftRatio: 0.35, stage: 'proposed' });
  const introduction = { type: 'introduction' as const, stage: 'draft' as const };
  await add(`${category}: new pack`, { inDays: 63, liftRatio: 0.15, ...introduction });
}

type NewEvent = { inDays: number; liftRatio: number; type?: 'promotion' | 'introduction' };
type KnownEvent = { planEventId: string; state: string; version: number };

async function bringTo(
  stage: EventStage,
  { planEventId, state, version }: KnownEvent,
  { buyer, seller }: Partnership,
): Promise<void> {
  if (state === 'draft' && stage !== 'draft')
    await buyer.businessPlans.events.propose({ planEventId, expectedVersion: version });
  if (stage !== 'agreed') return;
  const event = await seller.businessPlans.events.get({ planEventId }).catch(() => null);
  if (event?.state === 'proposed')
    await seller.businessPlans.events.agree({ planEventId, expectedVersion: event.version });
}
