import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

export type WarehouseEventType =
  | 'warehouse.wave-released'
  | 'warehouse.wave-changed'
  | 'warehouse.carton-changed'
  | 'warehouse.shipment-confirmed'
  | 'warehouse.shipment-taken-back'
  | 'warehouse.shipment-delivered'
  | 'warehouse.bin-counted'
  | 'warehouse.set-up-changed';

/** News of the seller's own warehouse, for its own pages. */
export const warehouseNews = (
  type: WarehouseEventType,
  organisationId: OrganisationId,
  about: { id: string } & Record<string, string | number>,
): EventToPublish => ({
  type,
  audience: [organisationId],
  subject: { kind: 'warehouse', id: about.id },
  payload: about,
});
