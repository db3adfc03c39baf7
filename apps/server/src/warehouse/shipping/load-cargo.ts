import { LockMode } from '@mikro-orm/core';
import type { Context, Transaction } from '../../platform/index.ts';
import { HandlingUnit } from '../handling-unit.entity.ts';
import { OutboundLine } from '../outbound-line.entity.ts';
import type { OutboundShipment } from '../outbound-shipment.entity.ts';

export type Cargo = {
  units: HandlingUnit[];
  lines: OutboundLine[];
  parts: { unit: HandlingUnit; line: OutboundLine; quantityMilli: number }[];
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
  return { units, lines, parts };
}

/** What a part of a line counts for in units of the item that the buyer ordered. */
const ordered = ({ reservedMilli, coversMilli }: OutboundLine, partMilli: number): number =>
  Number((BigInt(partMilli) * BigInt(coversMilli)) / BigInt(reservedMilli));

/** The parts as the ship notice names them: line, quantity, lot, use-by day and carton. */
export const noticeLines = ({ parts }: Cargo) =>
  parts.map(({ unit, line, quantityMilli }) => ({
    orderLineId: line.orderLineId,
    quantityMilli: ordered(line, quantityMilli),
    ...(line.lotNumber === null ? {} : { lotNumber: line.lotNumber }),
    ...(line.expiresOn === null ? {} : { expiresOn: String(line.expiresOn).slice(0, 10) }),
    sscc: unit.sscc,
  }));
