import { agreementPreset, contentHash } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import type { Role } from '../platform/index.ts';
import type { TestApp } from '../test-app.ts';

export type VictimAgreement = { agreementId: string; agreementVersionId: string };

const planners: readonly Role[] = ['buyer', 'approver', 'supplier-planner', 'admin'];

const insertSeries = `
insert into measure_series (id, org_id, buyer_id, supplier_id, measure, item_id, location_id, bucket_days, starts_on,
  amounts, recorded_at)
select gen_random_uuid(), supplier_id, buyer_id, supplier_id, 'capacity', item_id, location_id, 7, date '2026-11-23',
  array[1000]::bigint[], now()
from agreement_item_locations where agreement_id = $1 limit 1`;

/** An agreement of the victim and its supplier, signed and in force, a draft of the next, and readings under its rules. */
export async function addCollaborationRows(
  app: TestApp,
  { buyerId, supplierId, token }: { buyerId: OrganisationId; supplierId: OrganisationId; token: string },
): Promise<VictimAgreement> {
  const named = (organisationId: OrganisationId) =>
    app.createCaller({ ...app.actorOf(organisationId, ...planners), name: `${token} planner` });
  const buyer = named(buyerId);
  const supplier = named(supplierId);
  const content = agreementPreset({
    name: `${token} agreement`,
    scenario: 'dc-replenishment',
    leadOption: 'A',
    maturityLevel: 5,
    validFrom: '2026-01-05',
    currency: 'EUR',
    timeZone: 'Europe/Oslo',
  });
  const { agreementId, agreementVersionId, version } = await buyer.agreements.start({
    supplierId,
    content,
    note: `${token} note`,
  });
  await buyer.agreements.propose({ agreementVersionId, expectedVersion: version });
  await supplier.agreements.accept({ agreementVersionId, contentHash: contentHash(content) });
  await supplier.agreements.revise({ agreementId, content: { ...content, disputeDays: 7 } });
  await app.database.asOwner(insertSeries, [agreementId]);
  await app.runPending();
  for (const measure of ['pos', 'on-hand', 'in-transit'] as const)
    await supplier.sharing.data({ ownerId: buyerId, measure });
  await buyer.sharing.data({ ownerId: supplierId, measure: 'capacity' });
  return { agreementId, agreementVersionId };
}
