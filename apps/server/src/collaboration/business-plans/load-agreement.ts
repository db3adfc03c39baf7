import type { AgreementContent, Side } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import { agreementNotInForce } from './business-plans.errors.ts';

export type AgreementInForce = {
  agreementId: string;
  agreementVersionId: string;
  name: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  partnerName: string;
  mySide: Side;
  content: AgreementContent;
};

type Row = Omit<AgreementInForce, 'mySide'>;

/** The agreement with the version that counts now. Throws when there is none that the actor is a party of. */
export async function loadAgreement(
  { actor }: Context,
  source: Database | Transaction,
  agreementId: string,
): Promise<AgreementInForce> {
  const [row] = await rowsOf<Row>(
    source,
    `select agreement.id as "agreementId", version.id as "agreementVersionId", agreement.name,
       agreement.buyer_id as "buyerId", agreement.supplier_id as "supplierId", partner.name as "partnerName",
       version.content
     from agreements agreement
     join agreement_versions version on version.buyer_id = agreement.buyer_id
       and version.id = agreement.active_version_id
     join organisations partner
       on partner.id = case when agreement.buyer_id = $2 then agreement.supplier_id else agreement.buyer_id end
     where agreement.id = $1 and agreement.state in ('active', 'suspended')`,
    [agreementId, actor.organisationId],
  );
  if (row === undefined) throw agreementNotInForce(agreementId);
  return { ...row, mySide: row.buyerId === actor.organisationId ? 'buyer' : 'seller' };
}
