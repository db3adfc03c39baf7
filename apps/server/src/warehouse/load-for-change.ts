import { LockMode } from '@mikro-orm/core';
import type { Context, Transaction } from '../platform/index.ts';
import { CountTask } from './count-task.entity.ts';
import { HandlingUnit } from './handling-unit.entity.ts';
import { OutboundShipment } from './outbound-shipment.entity.ts';
import { PickTask } from './pick-task.entity.ts';
import { changedMeanwhile, notFound } from './warehouse.errors.ts';
import { Wave } from './wave.entity.ts';

const things = {
  wave: Wave,
  'pick task': PickTask,
  carton: HandlingUnit,
  shipment: OutboundShipment,
  count: CountTask,
} as const;
type Things = { [Name in keyof typeof things]: InstanceType<(typeof things)[Name]> };

/**
 * One of the warehouse's things, locked until the end of the transaction. Another organisation's is not found. With
 * `expectedVersion` it must still be what the caller saw.
 */
export async function loadForChange<Name extends keyof Things>(
  { actor }: Context,
  tx: Transaction,
  { what, id, expectedVersion }: { what: Name; id: string; expectedVersion?: number },
): Promise<Things[Name]> {
  const found = (await tx.em.findOne(
    things[what] as typeof Wave,
    { id, organisationId: actor.organisationId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  )) as unknown as Things[Name] | null;
  if (found === null) throw notFound(what, id);
  if (expectedVersion !== undefined && found.version !== expectedVersion)
    throw changedMeanwhile({ what, expectedVersion, version: found.version });
  return found;
}
