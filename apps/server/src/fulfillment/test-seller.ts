import {
  gs1CheckDigit,
  type ItemId,
  type LocalDate,
  type LocationId,
  type OrganisationId,
} from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { createFakeClock, type FakeClock } from '@coplan/testkit';
import { recordItems } from '../catalog/index.ts';
import { moveStock, recordLots } from '../inventory/index.ts';
import { recordLocations, registerOrganisation } from '../partners/index.ts';
import type { Actor, Context, Role } from '../platform/index.ts';
import { startTestApp, type TestApp } from '../test-app.ts';
import type { ReservationToMake } from './reservations/reserve.ts';

/** A GTIN-14 of a numbered item. */
export const gtinOf = (index: number): string => {
  const digits = `0400638${String(index).padStart(6, '0')}`;
  return digits + gs1CheckDigit(digits);
};

/** The server with a clock of its own, and a way to act as anybody. */
export type SellerServer = {
  app: TestApp;
  clock: FakeClock;
  actorOf(organisationId: OrganisationId, roles?: readonly Role[]): Actor;
  contextOf(organisationId: OrganisationId): Context;
  addOrganisation(name: string, kind: 'buyer' | 'supplier'): Promise<OrganisationId>;
  close(): Promise<void>;
};

export async function openSellerServer(): Promise<SellerServer> {
  const clock = createFakeClock('2026-11-22T09:00:00Z');
  const app = await startTestApp({ clock });
  const actorOf: SellerServer['actorOf'] = (organisationId, roles = ['buyer', 'approver', 'admin']) =>
    app.actorOf(organisationId, ...roles);
  const contextOf: SellerServer['contextOf'] = (organisationId) => app.contextFor(actorOf(organisationId));
  return {
    app,
    clock,
    actorOf,
    contextOf,
    async addOrganisation(name, kind) {
      const organisationId = newId<OrganisationId>();
      await app.accounts.createOrganisationAccount({ organisationId, name });
      const input = { name, kind, currency: 'NOK', timeZone: 'Europe/Oslo' };
      await registerOrganisation(contextOf(organisationId), input);
      return organisationId;
    },
    close: () => app.remove(),
  };
}

/** For tests: a supplier with a warehouse of its own and one item in lots. */
export type TestSeller = {
  server: SellerServer;
  sellerId: OrganisationId;
  itemId: ItemId;
  otherItemId: ItemId;
  warehouseId: LocationId;
  secondWarehouseId: LocationId;
  context(): Context;
  /** Receives pieces of a lot; answers with the lot's id. */
  receive(
    lotNumber: string | null,
    pieces: number,
    expiresOn?: string,
    where?: { itemId?: ItemId; locationId?: LocationId },
  ): Promise<string | null>;
  /** A hard reservation of pieces for a new order. */
  want(pieces: number, more?: Partial<ReservationToMake>): ReservationToMake;
  /** Pieces by state, all lots and places together. */
  balances(): Promise<Record<string, number>>;
};

/** Many sellers may stand on one server: each is an organisation of its own. */
export async function openTestSeller(opened?: SellerServer): Promise<TestSeller> {
  const server = opened ?? (await openSellerServer());
  const sellerId = await server.addOrganisation('Valley Mill', 'supplier');
  const context = () => server.contextOf(sellerId);
  const { itemId, otherItemId, warehouseId, secondWarehouseId } = await context().db.transaction(
    async (tx) => {
      const items = await recordItems(context(), tx, [
        { itemNumber: 'OATS', description: 'Oats', gtin14: gtinOf(1) },
        { itemNumber: 'RYE', description: 'Rye', gtin14: gtinOf(2) },
      ]);
      const places = await recordLocations(context(), tx, [
        { code: 'W1', kind: 'warehouse' },
        { code: 'W2', kind: 'warehouse' },
      ]);
      return {
        itemId: items.idsByNumber.get('OATS') as ItemId,
        otherItemId: items.idsByNumber.get('RYE') as ItemId,
        secondWarehouseId: places.idsByCode.get('W2') as LocationId,
        warehouseId: places.idsByCode.get('W1') as LocationId,
      };
    },
  );
  return {
    server,
    sellerId,
    itemId,
    otherItemId,
    warehouseId,
    secondWarehouseId,
    context,
    receive: (lotNumber, pieces, expiresOn, where = {}) =>
      context().db.transaction(async (tx) => {
        const at = { itemId, locationId: warehouseId, ...where };
        const facts = {
          itemId: at.itemId,
          receivedOn: '2026-11-20' as LocalDate,
          expiresOn: (expiresOn as LocalDate) ?? null,
        };
        const [lotId = null] =
          lotNumber === null ? [] : await recordLots(context(), tx, [{ ...facts, lotNumber }]);
        await moveStock(context(), tx, {
          commandId: newId(),
          ...{ sourceKind: 'test', sourceId: '1' },
          moves: [{ move: 'receive', ...at, lotId, quantityMilli: pieces * 1_000 }],
        });
        return lotId;
      }),
    want: (pieces, more = {}) => ({
      hold: 'hard',
      orderKind: 'purchase-order',
      orderId: newId(),
      orderLineId: newId(),
      itemId,
      locationId: warehouseId,
      amountMilli: pieces * 1_000,
      ...more,
    }),
    async balances() {
      const rows = await context().db.read<{ state: string; pieces: number }>(
        `select state, (sum(quantity_milli) / 1000)::float8 as pieces from stock_balances
         where org_id = (select current_setting('app.org')::uuid) group by state having sum(quantity_milli) <> 0`,
      );
      return Object.fromEntries(rows.map(({ state, pieces }) => [state, pieces]));
    },
  };
}
