import type { ItemId, LocalDate, LocationId, OrganisationId } from '@coplan/kernel';
import { placeOrder } from '../orders/index.ts';
import { keepScoresCurrent } from '../performance/index.ts';
import type { TestApp } from '../test-app.ts';

type Pair = { buyerId: OrganisationId; supplierId: OrganisationId };

const goodsOf = `
select line.item_id as "itemId", placed.ship_to_id as "shipToId"
from order_lines line join orders placed on placed.org_id = line.org_id and placed.id = line.order_id
where placed.supplier_id = $1 order by placed.id, line.id limit 1`;

const insertAlternative = `
insert into order_line_alternatives (org_id, order_line_id, saves_minor, risk)
select org_id, order_line_id, 77300, jsonb_set(risk, '{text}', to_jsonb($1::text)) from order_line_risks limit 1`;

/** Terms, verdicts, something said about one, and what may become of an open order. */
export async function addPerformanceRows(
  app: TestApp,
  { buyerId, supplierId, token }: Pair & { token: string },
) {
  const context = app.contextFor({ ...app.actorOf(buyerId, 'buyer', 'admin'), name: `${token} buyer` });
  const admin = app.createCaller(context.actor);
  const { standard } = await admin.performance.terms.get();
  const [action] = standard.actions;
  if (action === undefined) throw new Error('the standard terms know no action');
  await admin.performance.terms.set({
    supplierId,
    validFrom: context.clock.now().toISOString().slice(0, 10),
    content: { ...standard, actions: [{ ...action, name: token }] },
  });
  await context.db.transaction(async (tx) => {
    const [goods] = await tx.query<{ itemId: ItemId; shipToId: LocationId }>(goodsOf, [supplierId]);
    if (goods === undefined) throw new Error('the networks have no order yet');
    await placeOrder(context, tx, {
      supplierId,
      shipToId: goods.shipToId,
      orderedOn: '2026-11-23' as LocalDate,
      deliverOn: '2026-12-20' as LocalDate,
      currency: 'EUR',
      lines: [
        {
          itemId: goods.itemId,
          quantityMilli: 24_000,
          unit: 'EA',
          unitPriceMicros: 1_234_567,
          proposalId: null,
        },
      ],
    });
  });
  await app.runPending();
  const { rows } = await admin.performance.lines({});
  const excluded = rows.find(({ standing }) => standing !== 'open') ?? rows[0];
  await admin.performance.exclude({
    orderLineId: excluded?.orderLineId ?? '',
    code: 'FORCE_MAJEURE',
    reason: token,
  });
  await app.runPending();
  const judged = await admin.performance.line({ orderLineId: excluded?.orderLineId ?? '' });
  await admin.performance.disputeVerdict({
    ...{ orderLineId: judged.orderLineId, scoreHash: judged.scoreHash },
    claim: { kind: 'quantity', receivedMilli: 1_000 },
    ...{ reason: token, evidence: token },
  });
  await app.runPending();
  await keepScoresCurrent(context);
  await context.db.transaction((tx) => tx.query(insertAlternative, [token]));
}
