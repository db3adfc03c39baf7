import { agreementPreset } from '@coplan/collaboration';
import { localDateAt } from '@coplan/kernel';
import type { Api } from './api.ts';

type Signers = {
  /** Somebody who may sign for the buyer, and for the supplier. */
  buyer: Api;
  supplier: Api;
};

/** Both sides sign an agreement that shares everything a joint weekly plan needs; it is in force at once. */
export async function signAgreement(
  { buyer, supplier }: Signers,
  { liquidDays = 364 }: { liquidDays?: number } = {},
): Promise<string> {
  const { organisation } = await supplier.session.get.query();
  const preset = agreementPreset({
    name: `Weekly plan with ${organisation.name}`,
    scenario: 'dc-replenishment',
    leadOption: 'A',
    maturityLevel: 4,
    validFrom: localDateAt(new Date(), 'UTC'),
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  });
  const content = {
    ...preset,
    horizons: { ...preset.horizons, liquidDays },
    governance: { ...preset.governance, buyerSponsor: 'Head of supply', sellerSponsor: 'Head of sales' },
  };
  const draft = await buyer.agreements.start.mutate({ supplierId: organisation.id, content });
  const { agreementId, agreementVersionId } = draft;
  await buyer.agreements.propose.mutate({ agreementVersionId, expectedVersion: draft.version });
  const { versions } = await supplier.agreements.get.query({ agreementId });
  const version = versions.find((one) => one.agreementVersionId === agreementVersionId);
  await supplier.agreements.accept.mutate({ agreementVersionId, contentHash: version?.contentHash ?? '' });
  return agreementId;
}
