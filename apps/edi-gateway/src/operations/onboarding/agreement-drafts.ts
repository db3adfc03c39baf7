import {
  type AgreementProfile,
  type AgreementTerms,
  agreementProfile,
  type DeepPartial,
} from '@coplan/edi-mappings';
import { newId } from '@coplan/platform';
import { z } from 'zod';
import { isUsableProfile } from '../../agreements/agreement.ts';
import { refusal } from '../../http-requests.ts';
import { ownAgreement } from '../own-agreement.ts';
import type { Desk } from '../trpc.ts';

const party = z.object({
  qualifier: z.string().max(4),
  id: z.string().min(1).max(35),
  groupId: z.string().min(1).max(15).optional(),
});
const title = z.string().trim().min(1).max(100);

/** What a draft of an agreement holds: enough for a guide and for a conformance run. */
export const draftContent = z.object({
  localName: title,
  partnerName: title,
  envelope: z.object({ local: party, partner: party }),
  usage: z.enum(['test', 'production']),
  profile: z
    .record(z.string(), z.unknown())
    .refine(
      isUsableProfile,
      'delimiters are distinct characters, the version is one of X12, levels are known',
    ),
  sets: z
    .array(z.object({ type: z.string().min(1).max(10), direction: z.enum(['from-partner', 'to-partner']) }))
    .max(60),
});
export type DraftContent = z.output<typeof draftContent>;

export type DraftRow = {
  draftId: string;
  agreementId: string | null;
  partnerOrganisationId: string | null;
  /** The draft is one's own; otherwise a partner has published it. */
  isOwn: boolean;
  content: DraftContent;
  madeBy: string;
  madeAt: Date;
  publishedAt: Date | null;
  /** When it came into force, and as which agreement. */
  inForceAt: Date | null;
  inForceAs: string | null;
};

const columns = `draft_id as "draftId", agreement_id as "agreementId", partner_organisation_id as "partnerOrganisationId",
  local_organisation_id = (select current_setting('app.org')::uuid) as "isOwn", content, made_by as "madeBy",
  made_at as "madeAt", published_at as "publishedAt", in_force_at as "inForceAt",
  in_force_as as "inForceAs"`;

export const listDrafts = ({ read }: Desk): Promise<DraftRow[]> =>
  read<DraftRow>(`select ${columns} from agreement_drafts order by made_at desc limit 200`);

export async function findDraft({ read }: Desk, draftId: string): Promise<DraftRow> {
  const [found] = await read<DraftRow>(`select ${columns} from agreement_drafts where draft_id = $1`, [
    draftId,
  ]);
  if (found === undefined) throw refusal('gateway.draft-not-found', 'There is no such draft.', 'not-found');
  return found;
}

/** Keeps a draft; nothing that is in force changes. */
export async function keepDraft(
  desk: Desk,
  about: {
    agreementId?: string | undefined;
    partnerOrganisationId?: string | undefined;
    content: DraftContent;
  },
): Promise<string> {
  const { ticket, tools } = desk;
  if (about.partnerOrganisationId === ticket.organisationId) {
    throw refusal('gateway.draft-with-oneself', 'The partner is another organisation than one’s own.');
  }
  if (about.agreementId !== undefined) await ownAgreement(desk, about.agreementId);
  const draftId = newId();
  await desk.transaction(async (sql) => {
    await sql.query(
      `insert into agreement_drafts (draft_id, local_organisation_id, partner_organisation_id, agreement_id, content,
         made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[draftId, ticket.organisationId, about.partnerOrganisationId ?? null, about.agreementId ?? null],
        ...[JSON.stringify(about.content), ticket.name, tools.clock.now()],
      ],
    );
  });
  return draftId;
}

/** From now on the partner sees the draft: its guide, and the conformance run against it. */
export async function publishDraft(desk: Desk, draftId: string): Promise<void> {
  const { isOwn, partnerOrganisationId } = await findDraft(desk, draftId);
  if (!isOwn) throw refusal('gateway.draft-not-own', 'Only who made a draft publishes it.', 'forbidden');
  if (partnerOrganisationId === null) {
    const text = 'Say first which organisation the partner is: keep the draft again with it.';
    throw refusal('gateway.draft-without-partner', text);
  }
  const now = desk.tools.clock.now();
  await desk.transaction(async (sql) => {
    await sql.query(
      'update agreement_drafts set published_at = coalesce(published_at, $2) where draft_id = $1',
      [draftId, now],
    );
  });
}

export const termsOf = ({ profile, ...content }: DraftContent): AgreementTerms => ({
  ...content,
  profile: agreementProfile(profile as DeepPartial<AgreementProfile>),
});
