import { z } from 'zod';
import {
  type Agreement,
  type AgreementInput,
  agreementInput,
  folderBelow,
} from '../../agreements/agreement.ts';
import { readAgreements } from '../../agreements/agreement-store.ts';
import {
  contentOf,
  diffContents,
  listVersions,
  type SettingChange,
} from '../../agreements/agreement-versions.ts';
import { refusal } from '../../http-requests.ts';
import { derivedId } from '../../ids.ts';
import { assertOwnName } from '../agreements/change-agreement.ts';
import type { Desk } from '../trpc.ts';
import { type DraftRow, findDraft } from './agreement-drafts.ts';

type Table = Record<string, unknown>;
const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
type Plan = { agreement: Agreement | undefined; version: number; before: object; input: AgreementInput };
export type ForcePreview = {
  /** The agreement that the draft changes; null where it becomes a new one. */
  agreementId: string | null;
  changes: SettingChange[];
};

async function ownDraft(desk: Desk, draftId: string): Promise<DraftRow> {
  const draft = await findDraft(desk, draftId);
  if (draft.isOwn) return draft;
  throw refusal('gateway.draft-not-own', 'Only who made a draft puts it in force.', 'forbidden');
}

/** Samples do not show everything: what they did not show of the profile stays as it was agreed. */
function withProfile(agreed: unknown, drafted: Table): Table {
  if (!isTable(agreed)) return drafted;
  const merged = Object.entries(drafted).map(([name, value]) => [
    name,
    isTable(value) ? withProfile(agreed[name], value) : value,
  ]);
  return { ...agreed, ...Object.fromEntries(merged) };
}

/** Who writes in which envelope, test or production, and what the draft says of the profile; the rest stays, or is as usual. */
async function planOf(desk: Desk, { content, agreementId, partnerOrganisationId }: DraftRow): Promise<Plan> {
  const agreements = await readAgreements({ query: desk.read }, desk.tools.dataFolder);
  const agreement = agreements.find((one) =>
    agreementId === null
      ? one.partnerOrganisationId === partnerOrganisationId
      : one.agreementId === agreementId,
  );
  const partner = agreement?.partnerOrganisationId ?? partnerOrganisationId;
  if (partner === null) {
    const text = 'Say first which organisation the partner is: keep the draft again with it.';
    throw refusal('gateway.draft-without-partner', text);
  }
  const [newest] =
    agreement === undefined ? [] : await listVersions({ query: desk.read }, agreement.agreementId);
  const before = newest?.content ?? {};
  const party = ({ qualifier, id, groupId }: DraftRow['content']['envelope']['local']) => ({
    ...{ isaQualifier: qualifier, isaId: id },
    ...(groupId === undefined ? {} : { gsId: groupId }),
  });
  const { local, partner: theirs } = content.envelope;
  const stated: Table = Object.fromEntries(Object.entries(before).filter(([, value]) => value !== null));
  const input = agreementInput.safeParse({
    name: `${content.localName} ${content.partnerName}`.slice(0, 100),
    ...stated,
    ...{ localOrganisationId: desk.ticket.organisationId, partnerOrganisationId: partner },
    ...{ envelope: { local: party(local), partner: party(theirs) } },
    ...{ usage: content.usage, profile: withProfile(stated.profile, content.profile) },
  });
  if (!input.success) throw refusal('gateway.agreement-invalid', z.prettifyError(input.error));
  return { agreement, version: newest?.version ?? 0, before, input: input.data };
}

/** What would change if the draft came into force. */
export async function previewForce(desk: Desk, draftId: string): Promise<ForcePreview> {
  const { agreement, before, input } = await planOf(desk, await ownDraft(desk, draftId));
  return {
    agreementId: agreement?.agreementId ?? null,
    changes: diffContents(before, contentOf(input)),
  };
}

/**
 * Makes a draft what holds: a new agreement, or a new version of the one that there is with the partner. Twice has one
 * effect. Gives the agreement's id.
 */
export async function putInForce(
  desk: Desk,
  draftId: string,
  { apiKeys, reason }: { apiKeys: AgreementInput['apiKeys']; reason: string },
): Promise<string> {
  const { agreement, version, input } = await planOf(desk, await ownDraft(desk, draftId));
  await assertOwnName(desk, input);
  const { tools, ticket, nudge } = desk;
  const agreementId = agreement?.agreementId ?? derivedId('agreement-of-draft', draftId);
  const folder = agreement === undefined ? {} : { folder: folderBelow(tools.dataFolder, agreement.folder) };
  const by = { name: ticket.name, reason, basedOn: version };
  await tools.agreements.put(agreementId, { ...input, ...folder, apiKeys }, by);
  await desk.transaction((sql) =>
    sql.query(
      'update agreement_drafts set in_force_at = coalesce(in_force_at, $2), in_force_as = $3 where draft_id = $1',
      [draftId, tools.clock.now(), agreementId],
    ),
  );
  nudge();
  return agreementId;
}
