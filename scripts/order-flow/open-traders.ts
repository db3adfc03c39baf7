import { gs1CheckDigit, type OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import type { App } from '../../apps/server/src/app.ts';
import { recordItems } from '../../apps/server/src/catalog/index.ts';
import { recordLocations, registerOrganisation, startTrading } from '../../apps/server/src/partners/index.ts';
import type { Role } from '../../apps/server/src/platform/index.ts';

/** A buyer and a supplier whose own systems post documents, with what the buyer may order. */
export type TradingPair = {
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  buyerKey: string;
  supplierKey: string;
  gtins: string[];
};

export const itemsOfPair = 60;

const gtinOf = (pair: number, item: number): string => {
  const digits = `0952${String(pair).padStart(4, '0')}${String(item).padStart(5, '0')}`;
  return digits + gs1CheckDigit(digits);
};

async function openPair(app: App, pair: number): Promise<TradingPair> {
  const [buyerId, supplierId] = [newId<OrganisationId>(), newId<OrganisationId>()];
  const actorOf = (organisationId: OrganisationId) => ({
    ...{ organisationId, kind: 'user' as const, userId: null, name: 'Bench' },
    roles: ['buyer', 'admin', 'supplier-planner'] as readonly Role[],
  });
  const shared = { currency: 'EUR', timeZone: 'Europe/Oslo' } as const;
  for (const [organisationId, name, kind] of [
    [buyerId, `Grocers ${pair}`, 'buyer'],
    [supplierId, `Mill ${pair}`, 'supplier'],
  ] as const) {
    await app.accounts.createOrganisationAccount({ organisationId, name });
    await registerOrganisation(app.contextFor(actorOf(organisationId)), { ...shared, name, kind });
  }
  const context = app.contextFor(actorOf(buyerId));
  await startTrading(context, {
    partnerId: supplierId,
    kind: 'supplier',
    channel: 'portal',
    partnerNumber: 'V-1',
  });
  const gtins = Array.from({ length: itemsOfPair }, (_, item) => gtinOf(pair, item));
  await context.db.transaction(async (tx) => {
    await recordLocations(context, tx, [
      { code: 'DC', name: 'Distribution centre', kind: 'distribution-centre' },
    ]);
    const items = gtins.map((gtin14, item) => ({
      itemNumber: `I-${item}`,
      description: `Item ${item}`,
      gtin14,
    }));
    await recordItems(context, tx, items);
  });
  const keyOf = async (organisationId: OrganisationId): Promise<string> =>
    (await app.accounts.createApiKey({ organisationId, name: 'EDI', roles: ['edi'] })).key;
  return { buyerId, supplierId, gtins, buyerKey: await keyOf(buyerId), supplierKey: await keyOf(supplierId) };
}

/** So many pairs, each with items, a place and keys. */
export async function openTraders(app: App, count: number): Promise<TradingPair[]> {
  const pairs: TradingPair[] = [];
  for (let pair = 0; pair < count; pair++) pairs.push(await openPair(app, pair));
  return pairs;
}
