import { serialNumber } from '@coplan/documents';
import { formatMilli } from '@coplan/kernel';
import { z } from 'zod';
import { tellDelivery, transactionWithRetries } from '../../fulfillment/index.ts';
import { moveStock, undoStockCommand } from '../../inventory/index.ts';
import { recordArrivalWithin } from '../../orders/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { type JudgedProof, judgeProof, type ProvenLine } from '../life/judge-proof.ts';
import type { OutboundShipmentState } from '../life/outbound-shipment.lifecycle.ts';
import { loadForChange } from '../load-for-change.ts';
import type { OutboundShipment } from '../outbound-shipment.entity.ts';
import { restateSalesLines } from '../restate-sales-lines.ts';
import { type Cargo, loadCargo, orderedMilli } from '../shipping/load-cargo.ts';
import { proofFaulty, proofNeedsReason, proofOutOfTime } from '../warehouse.errors.ts';
import { warehouseNews } from '../warehouse.events.ts';
import { findProof, type KnownProof, storeProof } from './store-proof.ts';

const milli = z.int().min(0);
const serialNumbers = z.array(serialNumber).max(5_000).optional();

/** What was signed for. A line that is not named arrived as it left. */
export const proofContent = {
  deliveredAt: z.iso.datetime({ offset: true }),
  signedBy: z.string().trim().min(1).max(120),
  /** Where the signed paper lies: a number, a link, a file name. */
  documentReference: z.string().trim().min(1).max(200).optional(),
  note: z.string().trim().min(1).max(500).optional(),
  /** Why it corrects the proof before it. */
  reason: z.string().trim().min(1).max(200).optional(),
  lines: z
    .array(
      z.object({
        orderLineId: z.uuid(),
        deliveredMilli: milli,
        damagedMilli: milli.default(0),
        refusedMilli: milli.default(0),
        refusedReason: z.enum(['damaged', 'wrong-place', 'not-ordered', 'other']).optional(),
        refusedSerialNumbers: serialNumbers,
        missingSerialNumbers: serialNumbers,
      }),
    )
    .max(500)
    .default([]),
};
export const recordProofInput = z.object({ shipmentId: z.uuid(), ...proofContent, expectedVersion: z.int() });

export type ProofToRecord = Omit<z.output<typeof recordProofInput>, 'expectedVersion'> & {
  expectedVersion?: number | undefined;
  channel: 'portal' | 'rest';
};
export type RecordedProof = {
  state: OutboundShipmentState;
  version: number;
  proofNumber: number;
  isUnchanged: boolean;
};

const graceMs = 300_000;

/** Nobody signs before the goods have left, or in the time to come. */
function refuseOutOfTime({ clock }: Context, { despatchedOn }: OutboundShipment, deliveredAt: Date): void {
  const isAhead = deliveredAt.getTime() > clock.now().getTime() + graceMs;
  const dayBefore = deliveredAt.getTime() + 86_400_000;
  const isEarly = despatchedOn !== null && dayBefore < Date.parse(String(despatchedOn).slice(0, 10));
  if (isAhead || isEarly) throw proofOutOfTime({ deliveredAt: deliveredAt.toISOString() });
}

const judge = (cargo: Cargo, said: ProofToRecord['lines']): JudgedProof => {
  const left = cargo.lines.map((line) => ({
    ...{ lineId: line.id, orderLineId: line.orderLineId, lineNumber: line.lineNumber },
    ...{ shippedMilli: orderedMilli(line, line.packedMilli), packedMilli: line.packedMilli },
    serials: cargo.serials.filter(({ lineId }) => lineId === line.id),
  }));
  const judged = judgeProof(left, said);
  if ('fault' in judged) throw proofFaulty(judged.fault);
  return judged;
};

const commandOf = (shipmentId: string, proofNumber: number): string => `deliver-${shipmentId}-${proofNumber}`;

type AtDoor = { shipment: OutboundShipment; cargo: Cargo; judged: JudgedProof; proofNumber: number };

/** What was kept is the customer's, what was refused comes back, what was missing is lost; a corrected proof is undone. */
async function postDelivery(context: Context, tx: Transaction, at: AtDoor): Promise<void> {
  const { shipment, cargo, judged, proofNumber } = at;
  const source = { sourceKind: 'delivery', sourceId: shipment.id };
  if (proofNumber > 1) {
    const undoes = commandOf(shipment.id, proofNumber - 1);
    await undoStockCommand(context, tx, { commandId: `undo-${undoes}`, undoes, ...source });
  }
  await moveStock(context, tx, {
    commandId: commandOf(shipment.id, proofNumber),
    ...source,
    moves: judged.moves.flatMap(({ lineId, ...moved }) =>
      cargo.lines.filter(({ id }) => id === lineId).map(({ stock }) => ({ ...moved, ...stock })),
    ),
  });
}

const toldOf = ({ lineNumber, ...line }: ProvenLine): string => {
  const parts = [
    `line ${lineNumber}: ${formatMilli(line.deliveredMilli)}`,
    ...(line.damagedMilli > 0 ? [`${formatMilli(line.damagedMilli)} of them damaged`] : []),
    ...(line.refusedMilli > 0 ? [`${formatMilli(line.refusedMilli)} refused (${line.refusedReason})`] : []),
    ...(line.shortMilli > 0 ? [`${formatMilli(line.shortMilli)} missing`] : []),
  ];
  return parts.join(', ');
};

async function tell(context: Context, tx: Transaction, at: AtDoor, proof: ProofToRecord): Promise<void> {
  const { shipment, cargo, judged, proofNumber } = at;
  const { id, shipmentNumber, orderId, state } = shipment;
  const what = judged.isRefused ? 'was refused by' : 'was delivered and signed for by';
  const lines = judged.lines.slice(0, 20).map(toldOf).join('; ');
  const corrected = proof.reason === undefined ? '' : ` (corrected: ${proof.reason})`;
  const text = `Shipment ${shipment.noticeNumber} ${what} ${proof.signedBy}${corrected}: ${lines}`;
  await tx.em.flush();
  if (shipment.orderKind === 'sales-order') {
    await restateSalesLines(tx, cargo.lines);
    await tellDelivery(context, tx, { orderId, isRefused: judged.isRefused, text });
  } else if (!judged.isRefused) {
    const { deliveredAt: arrivedAt, signedBy: note, channel } = proof;
    const arrival = { orderId, shipmentNumber: shipment.noticeNumber, arrivedAt, note, channel };
    await recordArrivalWithin(context, tx, { ...arrival, source: 'proof-of-delivery' });
  }
  await tx.publish(
    warehouseNews('warehouse.shipment-delivered', context.actor.organisationId, { id, shipmentNumber }),
  );
  await tx.audit({
    command: 'warehouse.record-proof',
    subject: { kind: 'shipment', id },
    after: { shipmentNumber, state, proofNumber, signedBy: proof.signedBy },
    ...(proof.reason === undefined ? {} : { reason: proof.reason }),
  });
}

const isSame = (known: KnownProof, proof: ProofToRecord, { lines }: JudgedProof): boolean =>
  Date.parse(known.deliveredAt) === Date.parse(proof.deliveredAt) &&
  known.signedBy === proof.signedBy &&
  lines.every((line) =>
    known.lines.some(
      (one) =>
        one.orderLineId === line.orderLineId &&
        one.deliveredMilli === line.deliveredMilli &&
        one.damagedMilli === line.damagedMilli &&
        one.refusedMilli === line.refusedMilli,
    ),
  );

/**
 * Somebody signed for a shipment, or refused it, at the door: a proof that is never changed, the ledger, the lines and the
 * timeline of a customer's order, together or not at all. The same proof again changes nothing; another one corrects it
 * and says why. Throws `DomainError` where nothing has left, more was signed for than left, or the moment cannot be right.
 */
export function recordProof(context: Context, proof: ProofToRecord): Promise<RecordedProof> {
  return transactionWithRetries(context, async (tx) => {
    const { shipmentId: id, expectedVersion } = proof;
    const shipment = await loadForChange(context, tx, { what: 'shipment', id });
    const cargo = await loadCargo(context, tx, shipment);
    const known = await findProof(tx, id);
    const judged = judge(cargo, proof.lines);
    if (known !== undefined && isSame(known, proof, judged))
      return {
        state: shipment.state,
        version: shipment.version,
        proofNumber: known.number,
        isUnchanged: true,
      };
    if (expectedVersion !== undefined)
      await loadForChange(context, tx, { what: 'shipment', id, expectedVersion });
    const deliveredAt = new Date(Date.parse(proof.deliveredAt));
    refuseOutOfTime(context, shipment, deliveredAt);
    if ((known === undefined) === (proof.reason !== undefined)) throw proofNeedsReason(known !== undefined);
    shipment.apply(judged.isRefused ? 'refuse' : 'deliver');
    const at = { shipment, cargo, judged, proofNumber: (known?.number ?? 0) + 1 };
    await storeProof(context, tx, { ...proof, number: at.proofNumber, lines: judged.lines });
    await postDelivery(context, tx, at);
    await tell(context, tx, at, proof);
    await tx.em.flush();
    return {
      ...{ state: shipment.state, version: shipment.version, proofNumber: at.proofNumber },
      isUnchanged: false,
    };
  });
}
