import type { AgreementContent, Side } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import { agreementNotFound } from './plans.errors.ts';

/** An agreement with the version in force, as the asking organisation sees it. */
export type AgreementInForce = {
  agreementId: string;
  agreementVersionId: string;
  name: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  mySide: Side;
  content: AgreementContent;
};

const find = `
select agreement.id as "agreementId", version.id as "agreementVersionId", agreement.name,
  agreement.buyer_id as "buyerId", agreement.supplier_id as "supplierId",
  case when agreement.buyer_id = (select current_setting('app.org')::uuid) then 'buyer' else 'seller' end as "mySide",
  version.content
from agreements agreement
  join agreement_versions version on version.buyer_id = agreement.buyer_id and version.id = agreement.active_version_id
where agreement.state = 'active' and ($1::uuid is null or agreement.id = $1)
order by agreement.id`;

/** All agreements in force of the asking organisation, by id. */
export const listAgreementsInForce = (source: Database | Transaction): Promise<AgreementInForce[]> =>
  rowsOf<AgreementInForce>(source, find, [null]);

/** Throws `DomainError` (not-found) where it is not in force, or another's. */
export async function findAgreementInForce(
  source: Database | Transaction,
  agreementId: string,
): Promise<AgreementInForce> {
  const [agreement] = await rowsOf<AgreementInForce>(source, find, [agreementId]);
  if (agreement === undefined) throw agreementNotFound(agreementId);
  return agreement;
}
