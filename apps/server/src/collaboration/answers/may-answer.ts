import type { Context } from '../../platform/index.ts';
import { linkNotFound } from './answers.errors.ts';

/** Throws where the asking key's link does not open that agreement and purpose; people with a seat pass. */
export type MayAnswer = (about: { agreementId: string; purpose: string }) => Promise<void>;

const findLink = `
select link.id, link.agreement_id as "agreementId", link.purpose, link.expires_at as "expiresAt",
  contact.name as "contactName"
from answer_links link join answer_contacts contact on contact.org_id = link.org_id and contact.id = link.contact_id
where link.api_key_id = $1 and link.expires_at > $2 and contact.removed_at is null`;

export type OpenLink = {
  id: string;
  agreementId: string;
  purpose: 'sales' | 'order';
  expiresAt: Date;
  contactName: string;
};

/** The link by which somebody without a seat asks; undefined for people and systems of the organisation. */
export async function findOpenLink({ actor, db, clock }: Context): Promise<OpenLink | undefined> {
  if (!actor.roles.includes('answer')) return undefined;
  const [link] = await db.read<OpenLink>(findLink, [actor.apiKeyId ?? null, clock.now()]);
  if (link === undefined) throw linkNotFound();
  return link;
}

export const mayAnswerIn =
  (context: Context): MayAnswer =>
  async ({ agreementId, purpose }) => {
    const link = await findOpenLink(context);
    if (link === undefined) return;
    if (link.agreementId !== agreementId || link.purpose !== purpose) throw linkNotFound();
  };
