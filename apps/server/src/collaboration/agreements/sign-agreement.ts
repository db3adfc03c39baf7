import { contentHash, validateAgreement } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { canSign } from './agreement-moves.ts';
import { findWholeVersion, readVersions, sideOf, signedSides, type WholeVersion } from './agreement-rows.ts';
import {
  agreementChanged,
  agreementEventNotAllowed,
  agreementIncomplete,
  alreadySigned,
  hashDiffers,
  mayNotSign,
  notYourMove,
  openVersionExists,
  versionNotFound,
} from './agreements.errors.ts';
import { activateVersion, moveVersion, todayOf } from './move-version.ts';

export const proposeAgreementInput = z.object({
  agreementVersionId: z.uuid(),
  expectedVersion: z.int().min(1),
});
export const acceptAgreementInput = z.object({
  agreementVersionId: z.uuid(),
  /** Of the content that the signer has read. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
});

const insertSignature = `
insert into agreement_signatures (id, agreement_version_id, buyer_id, supplier_id, signer_org_id, signer_user_id,
  signer_name, content_hash, signed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

async function sign(context: Context, tx: Transaction, version: WholeVersion): Promise<void> {
  const { actor, clock } = context;
  await tx.query(insertSignature, [
    context.newId(),
    version.agreementVersionId,
    version.buyerId,
    version.supplierId,
    actor.organisationId,
    actor.userId,
    actor.name,
    version.contentHash,
    clock.now(),
  ]);
  await tx.audit({
    command: 'agreements.sign',
    subject: { kind: 'agreement', id: version.agreementId },
    after: { agreementVersionId: version.agreementVersionId, contentHash: version.contentHash },
  });
}

async function lock(tx: Transaction, agreementVersionId: string): Promise<WholeVersion> {
  const version = await findWholeVersion(tx, agreementVersionId, { lock: true });
  if (version === undefined) throw versionNotFound(agreementVersionId);
  return version;
}

/** Offers a draft to the other side. Who may sign for his side signs it by that; otherwise a signer does so later. */
export function proposeAgreement(context: Context, input: z.output<typeof proposeAgreementInput>) {
  return context.db.transaction(async (tx) => {
    const version = await lock(tx, input.agreementVersionId);
    const { actor } = context;
    const side = sideOf(version, actor.organisationId);
    if (version.authorId !== actor.organisationId) throw notYourMove({ event: 'propose', side });
    if (version.version !== input.expectedVersion)
      throw agreementChanged({ expectedVersion: input.expectedVersion, version: version.version });
    const errors = validateAgreement(version.content).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw agreementIncomplete(errors);
    const others = await readVersions(tx, version.agreementId);
    const open = others.find(({ state }) => state === 'proposed' || state === 'agreed');
    if (open !== undefined) throw openVersionExists(open.versionNumber);
    const state = await moveVersion(context, tx, version, 'propose');
    const isSigned = canSign(actor, side);
    if (isSigned) await sign(context, tx, version);
    return { state, isSigned, version: version.version + 1 };
  });
}

/**
 * Signs what is proposed for one's side. The second signature makes it agreed, and it is in force at once where its
 * first day has come. Throws `DomainError` where the content is not the one that was read.
 */
export function acceptAgreement(context: Context, input: z.output<typeof acceptAgreementInput>) {
  return context.db.transaction(async (tx) => {
    const version = await lock(tx, input.agreementVersionId);
    const side = sideOf(version, context.actor.organisationId);
    if (version.state !== 'proposed')
      throw agreementEventNotAllowed({ state: version.state, event: 'accept' });
    if (!canSign(context.actor, side)) throw mayNotSign(side);
    if (signedSides(version).includes(side)) throw alreadySigned(side);
    const present = contentHash(version.content);
    if (present !== input.contentHash || version.contentHash !== present)
      throw hashDiffers({ given: input.contentHash, present });
    await sign(context, tx, version);
    if (signedSides(version).length === 0) return { state: version.state };
    const state = await moveVersion(context, tx, version, 'accept');
    if (version.content.validFrom > todayOf(context, version)) return { state };
    await activateVersion(context, tx, version);
    return { state: 'active' as const };
  });
}
