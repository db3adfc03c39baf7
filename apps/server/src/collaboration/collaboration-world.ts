import { type AgreementContent, contentHash } from '@coplan/collaboration';
import {
  addDays,
  dayNumber,
  type ItemId,
  type LocalDate,
  type LocationId,
  type OrganisationId,
} from '@coplan/kernel';
import { recordItemLocations, recordItems } from '../catalog/index.ts';
import { recordSales, recordStockCounts } from '../inventory/index.ts';
import { recordLocations } from '../partners/index.ts';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import type { Actor, Context } from '../platform/index.ts';
import { worldContent } from './collaboration-world-content.ts';

type Caller = ReturnType<PlanningWorld['callerOf']>;

export type WorldItemLocation = {
  itemLocationId: string;
  itemId: ItemId;
  itemNumber: string;
  category: string;
  locationId: LocationId;
  locationCode: string;
};

/**
 * For tests: a buyer and a supplier who plan together under an active agreement that shares everything, and a rival
 * supplier of other items of the same buyer, who has no agreement. It is Sunday, 22 November 2026.
 */
export type CollaborationWorld = PlanningWorld & {
  supplierId: OrganisationId;
  rivalId: OrganisationId;
  agreementId: string;
  agreementVersionId: string;
  content: AgreementContent;
  /** What the agreement covers, by item number and location code. */
  itemLocations: WorldItemLocation[];
  /** What the rival delivers. */
  rivalItemLocations: WorldItemLocation[];
  buyerPlanner: Actor;
  sellerPlanner: Actor;
  rivalPlanner: Actor;
  buyer: Caller;
  seller: Caller;
  rival: Caller;
  buyerContext: Context;
  sellerContext: Context;
};

export type WorldSettings = {
  /** Items of the supplier with the agreement; half as many of the rival. */
  itemCount?: number;
  /** Stores `S1`, `S2`, … each with every item. */
  locationCount?: number;
  /** Replaces blocks of the agreement's content. */
  content?: Partial<AgreementContent>;
  /** `none`: no agreement at all; for tests of the way to one. */
  agreement?: 'active' | 'none';
};

const historyWeeks = 104;
const lastMonday = '2026-11-16' as LocalDate;
const weekDays = Array.from({ length: historyWeeks }, (_, week) =>
  dayNumber(addDays(lastMonday, (week - historyWeeks) * 7)),
);

const readItemLocations = (context: Context, supplierId: OrganisationId): Promise<WorldItemLocation[]> =>
  context.db.read<WorldItemLocation>(
    `select planned.id as "itemLocationId", planned.item_id as "itemId", item.item_number as "itemNumber",
       item.category, planned.location_id as "locationId", place.code as "locationCode"
     from item_locations planned join items item on item.id = planned.item_id
       join locations place on place.id = planned.location_id
     where planned.supplier_id = $1 order by item.item_number, place.code`,
    [supplierId],
  );

/** Further stores with the same items, as many weeks of sales and some stock. */
async function addStores(context: Context, codes: readonly string[]): Promise<void> {
  const first = await context.db.read<{ itemId: ItemId; supplierId: OrganisationId }>(
    'select item_id as "itemId", supplier_id as "supplierId" from item_locations',
  );
  await context.db.transaction(async (tx) => {
    const places = await recordLocations(
      context,
      tx,
      codes.map((code) => ({ code, name: `Store ${code}`, timeZone: 'Europe/Oslo' })),
    );
    for (const [placeIndex, code] of codes.entries()) {
      const locationId = places.idsByCode.get(code) as LocationId;
      await recordItemLocations(
        context,
        tx,
        first.map((row) => ({ ...row, locationId })),
      );
      const counts = first.map(({ itemId }, index) => ({
        itemId,
        locationId,
        state: 'available' as const,
        quantityMilli: (20 + 10 * ((index + placeIndex) % 5)) * 1_000,
      }));
      await recordStockCounts(context, tx, counts, { sourceKind: 'test', sourceId: `opening ${code}` });
    }
    const planned = await tx.query<{ id: string }>(
      'select id from item_locations where location_id = any ($1::uuid[]) order by id',
      [[...places.idsByCode.values()]],
    );
    const facts = planned.map(({ id }, index) => ({
      itemLocationId: id,
      rowNumbers: weekDays.map((_, week) => week),
      points: {
        days: weekDays,
        soldMilli: weekDays.map((_, week) => (15 + ((week * 7 + index * 3) % 11)) * 1_000),
        inStock: weekDays.map(() => true),
      },
    }));
    await recordSales(context, tx, { bucketDays: 7, facts });
  });
}

/** As people do it: the buyer's approver proposes and signs, the seller's planner signs. */
async function signAgreement(
  content: AgreementContent,
  { buyer, seller, supplierId }: { buyer: Caller; seller: Caller; supplierId: OrganisationId },
): Promise<{ agreementId: string; agreementVersionId: string }> {
  const { agreementId, agreementVersionId, version } = await buyer.agreements.start({ supplierId, content });
  await buyer.agreements.propose({ agreementVersionId, expectedVersion: version });
  await seller.agreements.accept({ agreementVersionId, contentHash: contentHash(content) });
  return { agreementId, agreementVersionId };
}

const goodsOf = (itemCount: number) =>
  [
    ...Array.from({ length: itemCount }, (_, index) => ({
      number: `A-${index + 1}`,
      supplier: 'portal' as const,
    })),
    ...Array.from({ length: Math.ceil(itemCount / 2) }, (_, index) => ({
      number: `R-${index + 1}`,
      supplier: 'edi' as const,
    })),
  ].map(({ number, supplier }, index) => ({
    itemNumber: number,
    supplier,
    level: 20 + 5 * (index % 7),
    stockMilli: (30 + 10 * (index % 4)) * 1_000,
  }));

/** Every second item is cheese, the others are milk. */
const categoryOf = (index: number): string => (index % 2 === 0 ? 'Milk' : 'Cheese');

export async function openCollaborationWorld(settings: WorldSettings = {}): Promise<CollaborationWorld> {
  const { itemCount = 6, locationCount = 2, agreement = 'active' } = settings;
  const goods = goodsOf(itemCount);
  const world = await openPlanningWorld(goods);
  const { app, buyerId, portalSupplierId: supplierId, ediSupplierId: rivalId } = world;
  const buyerPlanner = world.person(buyerId, 'Buyer’s planner', ['buyer', 'approver']);
  const sellerPlanner = world.person(supplierId, 'Seller’s planner', ['supplier-planner']);
  const rivalPlanner = world.person(rivalId, 'Rival’s planner', ['supplier-planner']);
  const context = app.contextFor(buyerPlanner);
  await context.db.transaction((tx) =>
    recordItems(
      context,
      tx,
      goods.map(({ itemNumber }, index) => ({ itemNumber, category: categoryOf(index) })),
    ),
  );
  const codes = Array.from({ length: locationCount - 1 }, (_, index) => `S${index + 2}`);
  if (codes.length > 0) await addStores(context, codes);
  const content = worldContent(settings.content);
  const buyer = world.callerOf(buyerPlanner);
  const seller = world.callerOf(sellerPlanner);
  const signed =
    agreement === 'active'
      ? await signAgreement(content, { buyer, seller, supplierId })
      : { agreementId: '', agreementVersionId: '' };
  return {
    ...world,
    ...signed,
    supplierId,
    rivalId,
    content,
    itemLocations: await readItemLocations(context, supplierId),
    rivalItemLocations: await readItemLocations(context, rivalId),
    buyerPlanner,
    sellerPlanner,
    rivalPlanner,
    buyer,
    seller,
    rival: world.callerOf(rivalPlanner),
    buyerContext: context,
    sellerContext: app.contextFor(sellerPlanner),
  };
}
