import { type ItemId, type LocalDate, type LocationId, localDate, type OrganisationId } from '@coplan/kernel';
import { recordItems, recordTerms } from '../catalog/index.ts';
import { placeOrder } from '../orders/index.ts';
import { recordLocations, startTrading } from '../partners/index.ts';
import { gtinOf, openTestSeller, type SellerServer, type TestSeller } from './test-seller.ts';

type Caller = ReturnType<TestSeller['server']['app']['createCaller']>;

/** For tests: the seller, and buyers who order oats (1) and rye (2) of it in multiples of six. */
export type TestMarket = {
  seller: TestSeller;
  caller: Caller;
  addBuyer(name: string, partnerNumber: string): Promise<TestBuyer>;
};
export type TestBuyer = {
  buyerId: OrganisationId;
  caller: Caller;
  /** Places an order of pieces; `isPromised`: the seller accepts it at once. Answers with its line. */
  order(
    pieces: number,
    deliverOn: string,
    more?: { isPromised?: boolean; item?: 1 | 2 },
  ): Promise<{ orderId: string; orderLineId: string }>;
};

async function fillBuyer(seller: TestSeller, buyerId: OrganisationId) {
  const { server, sellerId } = seller;
  const context = server.contextOf(buyerId);
  return context.db.transaction(async (tx) => {
    const places = await recordLocations(context, tx, [{ code: 'S1' }]);
    const { idsByNumber } = await recordItems(
      context,
      tx,
      [1, 2].map((index) => ({ itemNumber: `B${index}`, gtin14: gtinOf(index) })),
    );
    const terms = [...idsByNumber.values()].map((itemId) => ({
      supplierId: sellerId,
      itemId,
      leadTimeDays: 3,
      orderWeekdays: [1, 2, 3, 4, 5],
      cutOffTime: '12:00',
      multipleMilli: 6_000,
      rounding: 'up' as const,
      unitPriceMicros: 2_500_000,
      currency: 'NOK',
      validFrom: localDate('2024-01-01'),
    }));
    await recordTerms(context, tx, terms);
    return { items: idsByNumber, shipToId: places.idsByCode.get('S1') as LocationId };
  });
}

export async function openTestMarket(opened?: SellerServer): Promise<TestMarket> {
  const seller = await openTestSeller(opened);
  const { server, sellerId } = seller;
  const caller = server.app.createCaller(server.actorOf(sellerId, ['supplier-planner', 'admin', 'approver']));
  return {
    seller,
    caller,
    async addBuyer(name, partnerNumber) {
      const buyerId = await server.addOrganisation(name, 'buyer');
      await startTrading(server.contextOf(buyerId), {
        ...{ partnerId: sellerId, kind: 'supplier', channel: 'portal' },
        partnerNumber,
      });
      const { items, shipToId } = await fillBuyer(seller, buyerId);
      const context = server.contextOf(buyerId);
      return {
        buyerId,
        caller: server.app.createCaller(server.actorOf(buyerId)),
        async order(pieces, deliverOn, { isPromised = true, item = 1 } = {}) {
          const { orderId } = await context.db.transaction((tx) =>
            placeOrder(context, tx, {
              ...{ supplierId: sellerId, shipToId, currency: 'NOK' },
              orderedOn: localDate('2026-11-20'),
              deliverOn: deliverOn as LocalDate,
              lines: [
                {
                  itemId: items.get(`B${item}`) as ItemId,
                  quantityMilli: pieces * 1_000,
                  ...{ unit: 'EA' as const, unitPriceMicros: 2_500_000, proposalId: null },
                },
              ],
            }),
          );
          const { lines, version } = await caller.orders.get({ orderId });
          const [line] = lines;
          const orderLineId = line?.orderLineId ?? '';
          if (isPromised) {
            const answer = { orderLineId, outcome: 'accepted' as const };
            await caller.orders.confirm({ orderId, expectedVersion: version, lines: [answer] });
          }
          return { orderId, orderLineId };
        },
      };
    },
  };
}
