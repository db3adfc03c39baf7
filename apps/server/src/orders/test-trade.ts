import { type BusinessDocument, envelop } from '@coplan/documents';
import { gs1CheckDigit, type OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { gtinOf, openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import { gtins } from './life/test-documents.ts';

export type Trade = {
  world: PlanningWorld;
  /** The API keys of both parties' systems. */
  keys: { buyer: string; supplier: string };
  /** Posts a document as its party's system does, and answers with the status and the body. */
  post(
    from: 'buyer' | 'supplier',
    body: BusinessDocument,
    documentId?: string,
  ): Promise<{ status: number; text: string }>;
  buyer(): ReturnType<PlanningWorld['callerOf']>;
  supplier(): ReturnType<PlanningWorld['callerOf']>;
};

/** GTINs of the documents of tests → those of the world's items. */
export const withGtinsOfWorld = (text: string): string =>
  gtins.reduce((changed, gtin, index) => changed.replaceAll(gtin, gtinOf(index)), text);

/** An SSCC with a right check digit. */
export const ssccOf = (serial: number): string => {
  const digits = `34006381${String(serial).padStart(9, '0')}`;
  return digits + gs1CheckDigit(digits);
};

/** For tests: a buyer and a supplier in the portal whose systems post documents with their own keys. */
export async function openTrade(): Promise<Trade> {
  const world = await openPlanningWorld(
    ['A', 'B', 'C', 'D'].map((itemNumber) => ({
      itemNumber,
      level: 10,
      stockMilli: 0,
      supplier: 'portal' as const,
    })),
  );
  const { app, buyerId, portalSupplierId } = world;
  const keyOf = async (organisationId: OrganisationId): Promise<string> =>
    (await app.accounts.createApiKey({ organisationId, name: 'EDI', roles: ['edi'] })).key;
  const keys = { buyer: await keyOf(buyerId), supplier: await keyOf(portalSupplierId) };
  return {
    ...{ world, keys },
    async post(from, body, documentId) {
      const [sender, receiver] = from === 'buyer' ? [buyerId, portalSupplierId] : [portalSupplierId, buyerId];
      const envelope = envelop(body, {
        documentId: documentId ?? newId(),
        senderOrganisationId: sender,
        receiverOrganisationId: receiver,
        createdAt: '2026-11-22T10:00:00Z',
      });
      const response = await app.hono.request('/api/v1/documents', {
        method: 'POST',
        headers: { authorization: `Bearer ${keys[from]}`, 'content-type': 'application/json' },
        body: withGtinsOfWorld(JSON.stringify(envelope)),
      });
      return { status: response.status, text: await response.text() };
    },
    buyer: () => world.callerOf(world.person(buyerId, 'Buyer', ['buyer', 'approver', 'clerk'])),
    supplier: () => world.callerOf(world.person(portalSupplierId, 'Miller', ['supplier-planner'])),
  };
}

/** What both parties see of an order: its state, lines, shipments, invoices, and documents that wait with an issue. */
export async function pictureOf(trade: Trade, poNumber: string) {
  const { rows } = await trade.buyer().orders.list({ search: poNumber });
  const order = await trade.buyer().orders.get({ orderId: rows[0]?.orderId ?? '' });
  const { rows: waiting } = await trade.buyer().orders.waiting.list({ poNumber });
  return {
    state: order.state,
    lines: order.lines.map(({ lineNumber, state, quantities, schedule }) => ({
      lineNumber,
      state,
      quantities,
      promises: schedule[0]?.promises.length,
    })),
    shipments: order.shipments.length,
    invoices: order.invoices.map(({ state, variances }) => ({ state, variances })),
    waiting: waiting.map(({ issueCode }) => issueCode),
  };
}

/** Lets everything that follows from what came happen. */
export async function settle({ world: { app } }: Trade): Promise<void> {
  for (let rounds = 0; rounds < 6; rounds++) await app.runPending();
}
