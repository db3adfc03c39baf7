import { z } from 'zod';
import { transactionWithRetries } from '../../fulfillment/index.ts';
import { moveStock } from '../../inventory/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import type { OutboundShipmentState } from '../life/outbound-shipment.lifecycle.ts';
import { loadForChange } from '../load-for-change.ts';
import type { OutboundShipment } from '../outbound-shipment.entity.ts';
import { unitsOf } from '../serials/picked-serials.ts';
import { cartonsOpen, nothingToShip, partlyPacked } from '../warehouse.errors.ts';
import { warehouseNews } from '../warehouse.events.ts';
import { restateWave } from '../waves/restate-wave.ts';
import { type Cargo, loadCargo } from './load-cargo.ts';
import { tellOrder } from './tell-order.ts';

const optionalText = (length: number) => z.string().trim().min(1).max(length).optional();

export const confirmShipmentInput = z.object({
  shipmentId: z.uuid(),
  carrierCode: optionalText(17),
  carrierName: optionalText(35),
  carrierReference: optionalText(30),
  trailerNumber: optionalText(17),
  sealNumber: optionalText(17),
  freightTerms: z.enum(['prepaid', 'collect']).default('prepaid'),
  despatchedOn: z.iso.date(),
  deliverOn: z.iso.date(),
  expectedVersion: z.int(),
  /** The order as it was looked at: somebody may have changed it meanwhile. */
  orderVersion: z.int(),
});
type Input = z.output<typeof confirmShipmentInput>;

export type Shipped = { state: OutboundShipmentState; version: number; orderState: string };

function refuseUnready({ units, lines }: Cargo): void {
  if (units.length === 0) throw nothingToShip();
  const open = units.filter(({ state }) => state === 'open').map(({ sscc }) => sscc);
  if (open.length > 0) throw cartonsOpen(open);
  const partly = lines.filter(({ packedMilli, pickedMilli }) => packedMilli < pickedMilli);
  if (partly.length > 0) throw partlyPacked([...new Set(partly.map(({ lineNumber }) => lineNumber))]);
}

/** Everything that is in the cartons leaves what is picked and is on its way. */
const postShipping = (
  context: Context,
  tx: Transaction,
  { shipment, cargo }: { shipment: OutboundShipment; cargo: Cargo },
): Promise<unknown> =>
  moveStock(context, tx, {
    commandId: `ship-${shipment.id}-${shipment.confirmCount}`,
    ...{ sourceKind: 'shipment', sourceId: shipment.id },
    moves: cargo.lines.map(({ id, stock, packedMilli }) => ({
      move: 'ship' as const,
      ...stock,
      quantityMilli: packedMilli,
      ...(cargo.serials.length === 0 ? {} : { serialIds: unitsOf(cargo.serials, id) }),
    })),
  });

/** After cartons left or came back: their waves follow, and everybody who looks is told. */
export async function tellShipping(
  context: Context,
  tx: Transaction,
  { shipment, cargo, type }: { shipment: OutboundShipment; cargo: Cargo; type: 'confirmed' | 'taken-back' },
): Promise<void> {
  await tx.em.flush();
  for (const waveId of [...new Set(cargo.lines.map((line) => line.waveId))].sort())
    await restateWave(context, tx, waveId);
  const { id, shipmentNumber } = shipment;
  await tx.publish(
    warehouseNews(`warehouse.shipment-${type}`, context.actor.organisationId, { id, shipmentNumber }),
  );
  await tx.audit({
    command: `warehouse.shipment-${type}`,
    subject: { kind: 'shipment', id },
    after: { shipmentNumber: shipment.noticeNumber, state: shipment.state, cartonCount: cargo.units.length },
  });
  await tx.em.flush();
}

/**
 * The goods have left: the ledger, the cartons, the order and the ship notice with SSCCs, lots and use-by days, together
 * or not at all. Throws `DomainError` where a carton is open, something picked is in none, or the order does not take it.
 */
export function confirmShipment(context: Context, input: Input): Promise<Shipped> {
  const { shipmentId: id, expectedVersion, orderVersion, despatchedOn, deliverOn, ...rest } = input;
  return transactionWithRetries(context, async (tx) => {
    const shipment = await loadForChange(context, tx, { what: 'shipment', id, expectedVersion });
    shipment.apply('confirm');
    const cargo = await loadCargo(context, tx, shipment);
    refuseUnready(cargo);
    Object.assign(shipment, {
      ...{ carrierCode: rest.carrierCode ?? null, carrierName: rest.carrierName ?? null },
      ...{ carrierReference: rest.carrierReference ?? null, trailerNumber: rest.trailerNumber ?? null },
      ...{ sealNumber: rest.sealNumber ?? null, freightTerms: rest.freightTerms, despatchedOn, deliverOn },
      confirmCount: shipment.confirmCount + 1,
      confirmedBy: context.actor.name,
      confirmedAt: context.clock.now(),
    });
    for (const unit of cargo.units) unit.apply('ship');
    for (const line of cargo.lines) line.apply('ship');
    await postShipping(context, tx, { shipment, cargo });
    const orderState = await tellOrder(context, tx, { shipment, cargo, orderVersion, isTakenBack: false });
    await tellShipping(context, tx, { shipment, cargo, type: 'confirmed' });
    return { state: shipment.state, version: shipment.version, orderState };
  });
}
