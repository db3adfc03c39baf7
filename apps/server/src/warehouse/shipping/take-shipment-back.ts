import { z } from 'zod';
import { transactionWithRetries } from '../../fulfillment/index.ts';
import { undoStockCommand } from '../../inventory/index.ts';
import type { Context } from '../../platform/index.ts';
import { loadForChange } from '../load-for-change.ts';
import { buyerReceived } from '../warehouse.errors.ts';
import { type Shipped, tellShipping } from './confirm-shipment.ts';
import { loadCargo } from './load-cargo.ts';
import { tellOrder } from './tell-order.ts';

export const takeShipmentBackInput = z.object({
  shipmentId: z.uuid(),
  expectedVersion: z.int(),
  orderVersion: z.int(),
});

/**
 * The goods have not left after all: the notice is withdrawn and the ledger's entries are compensated; nothing is
 * deleted. Throws `DomainError` where the buyer has received goods of the order.
 */
export function takeShipmentBack(
  context: Context,
  { shipmentId: id, expectedVersion, orderVersion }: z.output<typeof takeShipmentBackInput>,
): Promise<Shipped> {
  return transactionWithRetries(context, async (tx) => {
    const shipment = await loadForChange(context, tx, { what: 'shipment', id, expectedVersion });
    shipment.apply('take-back');
    const [received] = await tx.query<{ poNumber: string }>(
      `select placed.po_number as "poNumber" from receipts receipt
         join orders placed on placed.org_id = receipt.org_id and placed.id = receipt.order_id
       where receipt.supplier_id = $1 and receipt.order_id = $2 limit 1`,
      [context.actor.organisationId, shipment.orderId],
    );
    if (received !== undefined) throw buyerReceived(received.poNumber);
    const cargo = await loadCargo(context, tx, shipment);
    for (const unit of cargo.units) unit.apply('take-back');
    for (const line of cargo.lines) line.apply('take-back');
    const command = `ship-${shipment.id}-${shipment.confirmCount}`;
    await undoStockCommand(context, tx, {
      commandId: `undo-${command}`,
      undoes: command,
      ...{ sourceKind: 'shipment', sourceId: shipment.id },
    });
    const orderState = await tellOrder(context, tx, { shipment, cargo, orderVersion, isTakenBack: true });
    await tellShipping(context, tx, { shipment, cargo, type: 'taken-back' });
    return { state: shipment.state, version: shipment.version, orderState };
  });
}
