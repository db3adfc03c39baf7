import { z } from 'zod';
import { type Context, makeApiKey, type PublishedEvent, subscribe } from '../../platform/index.ts';
import { contactNotFound } from './answers.errors.ts';

const purposeNames = { sales: 'sales forecast', order: 'order forecast and commits' } as const;

export const saveContactInput = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(320),
});
export const removeContactInput = z.object({ contactId: z.uuid() });
export const askContactInput = z.object({
  agreementId: z.uuid(),
  purpose: z.enum(['sales', 'order']),
  contactId: z.uuid(),
  expiresInDays: z.int().min(1).max(60).default(14),
  note: z.string().trim().max(1_000).optional(),
});

const insertContact = `
insert into answer_contacts (id, org_id, name, email, created_at, created_by)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5)
on conflict (org_id, lower(email)) where removed_at is null do nothing`;

/** The supplier names somebody who may answer by link. The same address again changes nothing. */
export async function saveContact(context: Context, { name, email }: z.output<typeof saveContactInput>) {
  const { db, newId, clock, actor } = context;
  await db.transaction(async (tx) => {
    const contactId = newId();
    await tx.query(insertContact, [contactId, name, email.toLowerCase(), clock.now(), actor.name]);
    await tx.audit({
      command: 'answers.save-contact',
      subject: { kind: 'answer-contact', id: contactId },
      after: { name, email },
    });
  });
  return listContacts(context, {});
}

const removeContactRow = `
update answer_contacts set removed_at = $2 where id = $1 and removed_at is null
  and org_id = (select current_setting('app.org')::uuid) returning id`;
const endKeysOf = `
update platform.api_keys key set revoked_at = $2 from answer_links link
where link.contact_id = $1 and key.id = link.api_key_id and key.revoked_at is null`;

/** From now on the contact cannot answer: links that are out end at once. */
export async function removeContact(context: Context, { contactId }: z.output<typeof removeContactInput>) {
  await context.db.transaction(async (tx) => {
    const removed = await tx.query(removeContactRow, [contactId, context.clock.now()]);
    if (removed.length === 0) throw contactNotFound(contactId);
    await tx.query(endKeysOf, [contactId, context.clock.now()]);
    await tx.audit({ command: 'answers.remove-contact', subject: { kind: 'answer-contact', id: contactId } });
  });
  return listContacts(context, {});
}

const contacts = `
select contact.id as "contactId", contact.org_id as "supplierId", supplier.name as "supplierName", contact.name,
  contact.email
from answer_contacts contact join organisations supplier on supplier.id = contact.org_id
where contact.removed_at is null and ($1::uuid is null or contact.org_id = $1)
order by supplier.name, contact.name limit 500`;

export const listContactsInput = z.object({ supplierId: z.uuid().optional() });
export type Contact = {
  contactId: string;
  supplierId: string;
  supplierName: string;
  name: string;
  email: string;
};

/** People who may be asked by link: one's own, and those of suppliers with an agreement in force. */
export const listContacts = (
  { db }: Context,
  { supplierId }: z.output<typeof listContactsInput>,
): Promise<Contact[]> => db.read<Contact>(contacts, [supplierId ?? null]);

const findContact = `
select contact.id, contact.org_id as "supplierId", agreement.buyer_id as "buyerId"
from answer_contacts contact
  join agreements agreement on agreement.supplier_id = contact.org_id and agreement.id = $2 and agreement.state = 'active'
where contact.id = $1 and contact.removed_at is null`;

export const answerAskedEvent = 'collaboration.answer-asked';

/** Asks a contact of the supplier for an answer. The supplier's own side makes the link: the asker never sees it. */
export async function askContact(context: Context, input: z.output<typeof askContactInput>) {
  const { db, actor } = context;
  const requestId = context.newId();
  await db.transaction(async (tx) => {
    type Found = {
      supplierId: PublishedEvent['audience'][number];
      buyerId: PublishedEvent['audience'][number];
    };
    const [found] = await tx.query<Found>(findContact, [input.contactId, input.agreementId]);
    if (found === undefined) throw contactNotFound(input.contactId);
    await tx.publish({
      type: answerAskedEvent,
      audience: [found.supplierId, found.buyerId],
      subject: { kind: 'agreement', id: input.agreementId },
      payload: { ...input, requestId, supplierId: found.supplierId, askedBy: actor.name },
    });
    await tx.audit({
      command: 'answers.ask',
      subject: { kind: 'agreement', id: input.agreementId },
      after: { contactId: input.contactId, purpose: input.purpose },
    });
  });
  return { requestId };
}

const askedPayload = askContactInput.extend({
  requestId: z.string(),
  supplierId: z.uuid(),
  askedBy: z.string(),
});

const findAsked = `
select contact.name, contact.email, agreement.name as "agreementName", buyer.name as "buyerName"
from answer_contacts contact
  join agreements agreement on agreement.id = $2 and agreement.supplier_id = contact.org_id and agreement.state = 'active'
  join organisations buyer on buyer.id = agreement.buyer_id
where contact.id = $1 and contact.removed_at is null`;
const insertKey = `
insert into platform.api_keys (id, org_id, key_hash, name, roles, created_by, created_at, expires_at)
values ($1, (select current_setting('app.org')::uuid), $2, $3, array['answer'], $4, $5, $6)`;
const insertLink = `
insert into answer_links (id, org_id, api_key_id, contact_id, agreement_id, purpose, request_id, asked_by, created_at,
  expires_at)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (org_id, request_id) do nothing returning id`;

/** In the supplier's organisation: makes the key, and mails the link. An event that comes twice mails once. */
async function mailAnswerLink(context: Context, event: PublishedEvent) {
  const asked = askedPayload.parse(event.payload);
  const now = context.clock.now();
  const expiresAt = new Date(now.getTime() + asked.expiresInDays * 86_400_000);
  return context.db.transaction(async (tx) => {
    type Asked = { name: string; email: string; agreementName: string; buyerName: string };
    const [found] = await tx.query<Asked>(findAsked, [asked.contactId, asked.agreementId]);
    if (found === undefined) return { isMailed: false };
    const { key, hash } = makeApiKey();
    const [linkId, apiKeyId] = [context.newId(), context.newId()];
    const values = [linkId, apiKeyId, asked.contactId, asked.agreementId, asked.purpose];
    const made = await tx.query(insertLink, [...values, asked.requestId, asked.askedBy, now, expiresAt]);
    if (made.length === 0) return { isMailed: false };
    await tx.query(insertKey, [apiKeyId, hash, `${found.name}, by link`, asked.askedBy, now, expiresAt]);
    const what = purposeNames[asked.purpose];
    await tx.sendMail({
      key: `answer:${asked.requestId}`,
      to: found.email,
      subject: `${found.buyerName} asks for your ${what}`,
      text: [
        `Hello ${found.name},`,
        `${asked.askedBy} asks for your ${what} under “${found.agreementName}” with ${found.buyerName}.`,
        ...(asked.note === undefined ? [] : [asked.note]),
        `Download the workbook, type, and upload it here; you need no account:`,
        `${context.publicUrl}/answer#${key}`,
        `The link is yours alone and ends on ${expiresAt.toISOString().slice(0, 10)}.`,
      ].join('\n\n'),
    });
    return { isMailed: true };
  });
}

export const mailAnswerLinks = subscribe(answerAskedEvent, mailAnswerLink, {
  name: 'mail-answer-link',
  forWhom: (event) => event.audience.filter((id) => id === event.payload.supplierId),
});
