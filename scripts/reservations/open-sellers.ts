import {
  DomainError,
  type ItemId,
  type LocalDate,
  type LocationId,
  type OrganisationId,
} from '@coplan/kernel';
import { type Log, newId } from '@coplan/platform';
import pg from 'pg';
import { createApp } from '../../apps/server/src/app.ts';
import { recordItems } from '../../apps/server/src/catalog/index.ts';
import { reserve, transactionWithRetries } from '../../apps/server/src/fulfillment/index.ts';
import { moveStock, recordLots } from '../../apps/server/src/inventory/index.ts';
import { recordLocations, registerOrganisation } from '../../apps/server/src/partners/index.ts';
import type { Actor, Context } from '../../apps/server/src/platform/index.ts';
import { openBenchApp } from '../open-bench-app.ts';
import type { Outcome } from './compete.ts';

async function fillStock(context: Context, pieces: number) {
  return context.db.transaction(async (tx) => {
    const items = await recordItems(context, tx, [{ itemNumber: 'SCARCE' }]);
    const places = await recordLocations(context, tx, [{ code: 'W', kind: 'warehouse' }]);
    const itemId = items.idsByNumber.get('SCARCE') as ItemId;
    const locationId = places.idsByCode.get('W') as LocationId;
    const lots = ['A', 'B', 'C'].map((lotNumber, index) => ({
      itemId,
      lotNumber,
      receivedOn: '2026-01-01' as LocalDate,
      expiresOn: `2099-0${index + 1}-01` as LocalDate,
    }));
    const lotIds = await recordLots(context, tx, lots);
    const third = Math.floor(pieces / 3);
    const moves = lotIds.map((lotId, index) => ({
      ...{ move: 'receive' as const, itemId, lotId, locationId },
      quantityMilli: (index === 0 ? pieces - 2 * third : third) * 1_000,
    }));
    await moveStock(context, tx, { commandId: 'opening', moves, sourceKind: 'bench', sourceId: '1' });
    return { itemId, locationId };
  });
}

/** Two servers on one database (16 connections each) and a seller whose one item lies in three lots. */
export async function openSellers(about: { ownerUrl: string; log: Log; dataFolder: string; pieces: number }) {
  const { app, ownerUrl } = await openBenchApp(about);
  const second = await createApp({
    port: 0,
    dataFolder: about.dataFolder,
    databaseUrl: ownerUrl,
    authSecret: 'a secret of the benchmark alone, long enough',
    publicUrl: 'http://localhost',
    trustedOrigins: [],
    gateway: null,
    mail: { from: 'Coplan <no-reply@coplan.example>', smtpUrl: null, folder: about.dataFolder },
    isRateLimited: false,
    log: about.log,
  });
  const actor: Actor = {
    organisationId: newId<OrganisationId>(),
    kind: 'user',
    userId: null,
    roles: ['supplier-planner', 'admin'],
    name: 'Seller',
  };
  const contexts = [app.contextFor(actor), second.contextFor(actor)] as const;
  await registerOrganisation(contexts[0], {
    name: 'Bench Mill',
    kind: 'supplier',
    currency: 'NOK',
    timeZone: 'Europe/Oslo',
  });
  const { itemId, locationId } = await fillStock(contexts[0], about.pieces);
  return {
    ownerUrl,
    /** One piece of whichever lot expires first, for a new order. */
    async ask(connection: number, commandId: string): Promise<{ outcome: Outcome; text: string }> {
      const context = contexts[connection % 2 === 0 ? 0 : 1];
      const want = {
        hold: 'hard',
        orderKind: 'sales-order',
        orderId: newId(),
        orderLineId: newId(),
      } as const;
      const reservations = [{ ...want, itemId, locationId, amountMilli: 1_000 }];
      try {
        await transactionWithRetries(context, (tx) => reserve(context, tx, { commandId, reservations }));
        return { outcome: 'reserved', text: '' };
      } catch (error) {
        const isRefusal = error instanceof DomainError && error.code.endsWith('stock-short');
        return { outcome: isRefusal ? 'refused' : 'failed', text: String(error) };
      }
    },
    async readOutcome() {
      const client = new pg.Client({ connectionString: ownerUrl });
      await client.connect();
      const { rows } = await client.query(`
        select (select sum(quantity_milli) / 1000 from stock_balances where state = 'allocated')::float8 as allocated,
          (select sum(quantity_milli) / 1000 from stock_balances where state = 'available')::float8 as available,
          (select sum(amount_milli - taken_milli - released_milli) from stock_reservations)::float8 as "reservedMilli",
          (select count(*) from stock_balances where quantity_milli < 0)::int as "negativeCount",
          (select coalesce(sum(quantity_milli), 0) from stock_balances)::float8
            - (select sum(quantity_milli) from stock_entries where from_state = 'outside')::float8 as "imbalanceMilli"`);
      await client.end();
      return rows[0] as Record<
        'allocated' | 'available' | 'reservedMilli' | 'negativeCount' | 'imbalanceMilli',
        number
      >;
    },
    async close() {
      await Promise.all([app.stop(), second.stop()]);
    },
  };
}
