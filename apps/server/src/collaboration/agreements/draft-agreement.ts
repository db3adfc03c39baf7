import { agreementContent, contentHash } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import {
  findWholeVersion,
  readAgreements,
  readVersions,
  sideOf,
  type WholeVersion,
} from './agreement-rows.ts';
import {
  agreementChanged,
  agreementEventNotAllowed,
  agreementNotFound,
  noSuchPartner,
  notYourMove,
  openVersionExists,
  versionNotFound,
} from './agreements.errors.ts';
import { agreementNews, type Parties } from './agreements.events.ts';
import { moveVersion } from './move-version.ts';

const note = z.string().max(2_000).optional();
const organisationId = z.uuid().transform((id) => id as OrganisationId);

/** Exactly one of the two partners is named; the caller is the other side. */
export const startAgreementInput = z
  .object({
    supplierId: organisationId.optional(),
    buyerId: organisationId.optional(),
    content: agreementContent,
    note,
  })
  .refine(({ supplierId, buyerId }) => supplierId !== undefined || buyerId !== undefined, {
    error: 'name the supplier or the buyer with whom you agree',
  });

export const saveDraftInput = z.object({
  agreementVersionId: z.uuid(),
  content: agreementContent,
  note,
  expectedVersion: z.int().min(1),
});
export const counterAgreementInput = z.object({
  agreementVersionId: z.uuid(),
  content: agreementContent,
  note,
});
export const reviseAgreementInput = z.object({ agreementId: z.uuid(), content: agreementContent, note });

export type DraftRef = { agreementId: string; agreementVersionId: string; version: number };

type Draft = Parties &
  Pick<z.output<typeof counterAgreementInput>, 'content' | 'note'> & { agreementId: string };

const insertVersion = `
insert into agreement_versions (id, agreement_id, buyer_id, supplier_id, author_id, version_number, state, content,
  content_hash, note, created_at, changed_at)
values ($1, $2, $3, $4, $5, 1, 'draft', $6, $7, $8, $9, $9)`;

async function addDraft(context: Context, tx: Transaction, draft: Draft): Promise<DraftRef> {
  const { actor, clock } = context;
  const agreementVersionId = context.newId();
  const { agreementId, buyerId, supplierId, content } = draft;
  const hash = contentHash(content);
  await tx.query(insertVersion, [
    agreementVersionId,
    agreementId,
    buyerId,
    supplierId,
    actor.organisationId,
    JSON.stringify(content),
    hash,
    draft.note ?? null,
    clock.now(),
  ]);
  await tx.audit({
    command: 'agreements.draft',
    subject: { kind: 'agreement', id: agreementId },
    after: { agreementVersionId, contentHash: hash },
  });
  const audience = [actor.organisationId];
  await tx.publish(agreementNews({ agreementId, agreementVersionId, state: 'draft', audience }));
  return { agreementId, agreementVersionId, version: 1 };
}

const findRelation = `
select 1 from trading_relations
where buyer_id = $1 and partner_id = $2 and kind = 'supplier' and state = 'active'`;

/** A first draft with a partner; only its author sees it. */
export function startAgreement(context: Context, input: z.output<typeof startAgreementInput>) {
  const me = context.actor.organisationId;
  const parties: Parties =
    input.supplierId === undefined
      ? { buyerId: input.buyerId as OrganisationId, supplierId: me }
      : { buyerId: me, supplierId: input.supplierId };
  return context.db.transaction(async (tx) => {
    const { buyerId, supplierId } = parties;
    if ((await tx.query(findRelation, [buyerId, supplierId])).length === 0)
      throw noSuchPartner(me === buyerId ? supplierId : buyerId);
    const agreementId = context.newId();
    const { name, scenario } = input.content;
    await tx.query(
      `insert into agreements (id, buyer_id, supplier_id, name, scenario, state, created_by_id, created_at)
       values ($1, $2, $3, $4, $5, 'negotiating', $6, $7)`,
      [agreementId, buyerId, supplierId, name, scenario, me, context.clock.now()],
    );
    return addDraft(context, tx, { ...parties, agreementId, content: input.content, note: input.note });
  });
}

/** A new version of an agreement that is in force or still negotiated, begun from what is there. */
export function reviseAgreement(context: Context, input: z.output<typeof reviseAgreementInput>) {
  return context.db.transaction(async (tx) => {
    const [agreement] = await readAgreements(tx, input.agreementId);
    if (agreement === undefined) throw agreementNotFound(input.agreementId);
    if (agreement.state === 'ended')
      throw agreementEventNotAllowed({ state: agreement.state, event: 'revise' });
    const versions = await readVersions(tx, input.agreementId);
    const open = versions.find(({ state }) => ['draft', 'proposed', 'agreed'].includes(state));
    if (open !== undefined) throw openVersionExists(open.versionNumber);
    return addDraft(context, tx, { ...agreement, content: input.content, note: input.note });
  });
}

async function lockOwnDraft(
  tx: Transaction,
  input: { agreementVersionId: string; expectedVersion: number },
): Promise<WholeVersion> {
  const version = await findWholeVersion(tx, input.agreementVersionId, { lock: true });
  if (version === undefined) throw versionNotFound(input.agreementVersionId);
  if (version.state !== 'draft') throw agreementEventNotAllowed({ state: version.state, event: 'save' });
  if (version.version !== input.expectedVersion)
    throw agreementChanged({ expectedVersion: input.expectedVersion, version: version.version });
  return version;
}

/** Replaces the content of one's own draft. */
export function saveDraft(context: Context, input: z.output<typeof saveDraftInput>): Promise<DraftRef> {
  return context.db.transaction(async (tx) => {
    const draft = await lockOwnDraft(tx, input);
    await tx.query(
      `update agreement_versions set content = $2, content_hash = $3, note = coalesce($4, note), changed_at = $5,
         version = version + 1 where id = $1`,
      [
        draft.agreementVersionId,
        JSON.stringify(input.content),
        contentHash(input.content),
        input.note ?? null,
        context.clock.now(),
      ],
    );
    const { agreementId, agreementVersionId } = draft;
    const audience = [context.actor.organisationId];
    await tx.publish(agreementNews({ agreementId, agreementVersionId, state: 'draft', audience }));
    return { agreementId, agreementVersionId, version: draft.version + 1 };
  });
}

/** Answers the other side's proposal with a draft of one's own; the proposal is over. */
export function counterAgreement(context: Context, input: z.output<typeof counterAgreementInput>) {
  return context.db.transaction(async (tx) => {
    const version = await findWholeVersion(tx, input.agreementVersionId, { lock: true });
    if (version === undefined) throw versionNotFound(input.agreementVersionId);
    if (version.authorId === context.actor.organisationId)
      throw notYourMove({ event: 'counter', side: sideOf(version, version.authorId) });
    await moveVersion(context, tx, version, 'counter');
    return addDraft(context, tx, { ...version, content: input.content, note: input.note });
  });
}
