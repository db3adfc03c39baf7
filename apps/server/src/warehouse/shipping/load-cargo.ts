import { LockMode } from '@mikro-orm/core';
import type { Context, Transaction } from '../../platform/index.ts';
import { HandlingUnit } from '../handling-unit.entity.ts';
import { OutboundLine } from '../outbound-line.entity.ts';
import type { OutboundShipment } from '../outbound-shipment.entity.ts';
import { type PickedSerial, readPickedSerials } from '../serials/picked-serials.ts';

export type Cargo = {
  units: HandlingUnit[];
  lines: OutboundLine[];
  parts: { unit: HandlingUnit; line: OutboundLine; quantityMilli: number }[];
  /** Units with serial numbers, each in its carton. */
  serials: PickedSerial[];
};

/** Cartons of a shipment that are not voided, with what is in them; locked. */
export async function loadCargo(
  context: Context,
  tx: Transaction,
  shipment: OutboundShipment,
): Promise<Cargo> {
  const { organisationId } = context.actor;
  const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const;
  const units = await tx.em.find(
    HandlingUnit,
    { organisationId, shipmentId: shipment.id, state: { $ne: 'voided' } },
    locked,
  );
  const rows = await tx.query<{ unitId: string; lineId: string; quantityMilli: number }>(
    `select unit_id as "unitId", line_id as "lineId", quantity_milli::float8 as "quantityMilli"
     from handling_unit_lines where org_id = (select current_setting('app.org')::uuid) and unit_id = any ($1)
     order by unit_id, line_id`,
    [units.map(({ id }) => id)],
  );
  const lineIds = [...new Set(rows.map(({ lineId }) => lineId))];
  const lines = await tx.em.find(OutboundLine, { organisationId, id: { $in: lineIds } }, locked);
  const parts = rows.flatMap(({ unitId, lineId, quantityMilli }) => {
    const unit = units.find(({ id }) => id === unitId);
    const line = lines.find(({ id }) => id === lineId);
    return unit === undefined || line === undefined ? [] : [{ unit, line, quantityMilli }];
  });
  return { units, lines, parts, serials: await readPickedSerials(tx, lineIds) };
}

/** What a part of a line counts for in units of the item that the buyer ordered. */
export const orderedMilli = ({ reservedMilli, coversMilli }: OutboundLine, partMilli: number): number =>
  Number((BigInt(partMilli) * BigInt(coversMilli)) / BigInt(reservedMilli));

const serialsIn = ({ serials }: Cargo, { unit, line }: Cargo['parts'][number]): string[] =>
  serials.flatMap((one) => (one.lineId === line.id && one.unitId === unit.id ? [one.serialNumber] : []));

/** The parts as the ship notice names them: line, quantity, lot, use-by day, serial numbers and carton. */
export const noticeLines = (cargo: Cargo) =>
  cargo.parts.map((part) => {
    const { unit, line, quantityMilli } = part;
    const serialNumbers = serialsIn(cargo, part);
    return {
      orderLineId: line.orderLineId,
      quantityMilli: orderedMilli(line, quantityMilli),
      ...(line.lotNumber === null ? {} : { lotNumber: line.lotNumber }),
      ...(line.expiresOn === null ? {} : { expiresOn: String(line.expiresOn).slice(0, 10) }),
      ...(serialNumbers.length === 0 ? {} : { serialNumbers }),
      sscc: unit.sscc,
    };
  });
