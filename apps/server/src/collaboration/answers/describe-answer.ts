import type { Context } from '../../platform/index.ts';
import { linkNotFound } from './answers.errors.ts';
import { findOpenLink } from './may-answer.ts';

export type AnswerDescription = {
  agreementId: string;
  agreementName: string;
  buyerName: string;
  supplierName: string;
  purpose: 'sales' | 'order';
  contactName: string;
  expiresAt: string;
};

const findAgreement = `
select agreement.name as "agreementName", buyer.name as "buyerName", supplier.name as "supplierName"
from agreements agreement join organisations buyer on buyer.id = agreement.buyer_id
  join organisations supplier on supplier.id = agreement.supplier_id
where agreement.id = $1 and agreement.state = 'active'`;

/** What the link in hand asks for. */
export async function describeAnswer(context: Context): Promise<AnswerDescription> {
  const link = await findOpenLink(context);
  if (link === undefined) throw linkNotFound();
  const { agreementId, purpose, contactName, expiresAt } = link;
  type Found = Pick<AnswerDescription, 'agreementName' | 'buyerName' | 'supplierName'>;
  const [found] = await context.db.read<Found>(findAgreement, [agreementId]);
  if (found === undefined) throw linkNotFound();
  return { ...found, agreementId, purpose, contactName, expiresAt: expiresAt.toISOString() };
}
