import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

export type ImportProgress = {
  importId: string;
  organisationId: OrganisationId;
  importKind: string;
  state: 'running' | 'done' | 'failed';
  /** Bytes of the file that have been read. */
  doneBytes: number;
  totalBytes: number;
  acceptedCount: number;
  rejectedCount: number;
};

const importEvent = (
  type: string,
  { organisationId, importId, ...progress }: ImportProgress,
): EventToPublish => ({
  type,
  audience: [organisationId],
  subject: { kind: 'import', id: importId },
  payload: { ...progress },
});

export const importProgressed = (progress: ImportProgress): EventToPublish =>
  importEvent('inventory.import-progressed', progress);

export const importEnded = (progress: ImportProgress): EventToPublish =>
  importEvent('inventory.import-ended', progress);

export const salesRecorded = (organisationId: OrganisationId, seriesCount: number): EventToPublish => ({
  type: 'inventory.sales-recorded',
  audience: [organisationId],
  subject: { kind: 'sales', id: organisationId },
  payload: { seriesCount },
});

/** Goods that nobody had yet are available: whoever waits for them can be served. Very many items are not named. */
export const stockArrived = (organisationId: OrganisationId, itemIds: readonly string[]): EventToPublish => ({
  type: 'inventory.stock-arrived',
  audience: [organisationId],
  subject: { kind: 'stock', id: organisationId },
  payload: itemIds.length > 1_000 ? {} : { itemIds: [...new Set(itemIds)] },
});

export const stockChanged = (organisationId: OrganisationId, entryCount: number): EventToPublish => ({
  type: 'inventory.stock-changed',
  audience: [organisationId],
  subject: { kind: 'stock', id: organisationId },
  payload: { entryCount },
});

export const transferChangedNews = (organisationId: OrganisationId, transferId: string): EventToPublish => ({
  type: 'inventory.transfer-changed',
  audience: [organisationId],
  subject: { kind: 'transfer', id: transferId },
  payload: {},
});
