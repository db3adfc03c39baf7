import type { BlanketOrder } from '@coplan/documents';
import type { LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { findOrderedItems } from '../find-ordered-items.ts';
import { waits } from '../life/issues.ts';
import type { OrderState } from '../order.lifecycle.ts';
import type { ArrivedDocument } from '../waiting/keep-waiting.ts';
import { agreeBlanketWithin } from './agree-blanket.ts';

type Terms = { firmDays: number; materialDays: number; planningDays: number; resetsYearly: boolean };

/** No message says how many days are firm: the last agreement between the two does. */
async function readTerms(tx: Transaction, { buyerId, supplierId }: ArrivedDocument): Promise<Terms> {
  const [last] = await tx.query<Terms>(
    `select firm_days as "firmDays", material_days as "materialDays", planning_days as "planningDays",
       resets_yearly as "resetsYearly"
     from blanket_orders where org_id = $1 and supplier_id = $2 order by starts_on desc, order_id desc limit 1`,
    [buyerId, supplierId],
  );
  return (
    last ??
    waits(
      'blanket-days-unknown',
      'No blanket order between you says yet how many days are firm, for material and planned: agree on the first one in the portal, then try this one again',
    )
  );
}

async function findPlace(tx: Transaction, { shipTo }: BlanketOrder): Promise<LocationId> {
  const [place] = await tx.query<{ id: LocationId }>(
    `select id from locations where org_id = (select current_setting('app.org')::uuid)
       and case when $1::text is null then code = $2 else gln = $1 end`,
    [shipTo.gln ?? null, shipTo.code ?? null],
  );
  const named = shipTo.gln ?? shipTo.code;
  return (
    place?.id ??
    waits('place-unknown', `You have no place ${named} to deliver to: add it, and the order is taken`)
  );
}

/**
 * A blanket order that the buyer's own system sends (850 with BK, ORDERS with 221) is agreed under its own number and
 * line numbers. Throws `DocumentWaits`; nothing is written then.
 */
export async function agreeFromDocument(
  context: Context,
  tx: Transaction,
  { arrived, document }: { arrived: ArrivedDocument; document: BlanketOrder },
): Promise<OrderState> {
  const { startsOn, endsOn, currency, orderedOn, contractNumber, poNumber, lines } = document;
  const shipToId = await findPlace(tx, document);
  const names = lines.map(({ gtin, buyerItemNumber }) => ({
    gtin14: gtin,
    itemNumber: buyerItemNumber ?? '',
  }));
  const items = await findOrderedItems(tx, names);
  const order = await agreeBlanketWithin(context, tx, {
    ...{ supplierId: arrived.supplierId, shipToId, startsOn, endsOn, currency, orderedOn, poNumber },
    ...{ ...(await readTerms(tx, arrived)), cumulativeFrom: startsOn },
    ...(contractNumber === undefined ? {} : { contractNumber }),
    by: { channel: 'edi', documentId: arrived.documentId },
    items: items.map(({ itemId }, index) => {
      const { lineNumber = '', totalMilli, unit = 'EA', unitPriceMicros = 0 } = lines[index] ?? {};
      return {
        ...{ itemId, itemLine: lineNumber, unit, unitPriceMicros },
        ...(totalMilli === undefined ? {} : { totalMilli }),
      };
    }),
  });
  return order.state;
}
