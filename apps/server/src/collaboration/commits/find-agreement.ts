import type { AgreementContent, Side } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { agreementNotFound } from './commits.errors.ts';

export type AgreementInForce = {
  agreementId: string;
  agreementVersionId: string;
  versionNumber: number;
  name: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  content: AgreementContent;
};

const agreementsInForce = `
select agreement.id as "agreementId", version.id as "agreementVersionId", version.version_number as "versionNumber",
  agreement.name, agreement.buyer_id as "buyerId", agreement.supplier_id as "supplierId", version.content
from agreements agreement
  join agreement_versions version
    on version.buyer_id = agreement.buyer_id and version.agreement_id = agreement.id
      and version.state in ('active', 'suspended')`;
const oneQuery = `${agreementsInForce} where agreement.id = $1`;
const buyersQuery = `${agreementsInForce}
where agreement.buyer_id = (select current_setting('app.org')::uuid) and version.state = 'active' order by agreement.id`;

/** The agreement with its version in force, for either party. Throws `DomainError` (not-found). */
export async function getAgreement(
  source: Context['db'] | Transaction,
  agreementId: string,
): Promise<AgreementInForce> {
  const rows = await rowsOf<AgreementInForce>(source, oneQuery, [agreementId]);
  const [agreement] = rows;
  if (agreement === undefined) throw agreementNotFound(agreementId);
  return agreement;
}

export const sideOf = ({ actor }: Pick<Context, 'actor'>, agreement: AgreementInForce): Side =>
  actor.organisationId === agreement.buyerId ? 'buyer' : 'seller';

/** Agreements in force of the buyer who asks. */
export const listBuyersAgreements = (source: Context['db'] | Transaction): Promise<AgreementInForce[]> =>
  rowsOf<AgreementInForce>(source, buyersQuery, []);
