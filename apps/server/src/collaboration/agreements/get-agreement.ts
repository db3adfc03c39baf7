import { type AgreementContent, type AgreementState, diffAgreements, type Side } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type AgreementMove, movesOf } from './agreement-moves.ts';
import {
  findWholeVersion,
  readAgreements,
  readContents,
  readVersions,
  sideOf,
  type VersionRow,
} from './agreement-rows.ts';
import { agreementNotFound, differentAgreements, versionNotFound } from './agreements.errors.ts';
import { type AgreementSummary, summaryOf } from './list-agreements.ts';

export const getAgreementInput = z.object({ agreementId: z.uuid() });

export type AgreementVersionView = {
  agreementVersionId: string;
  versionNumber: number;
  state: AgreementState;
  authorSide: Side;
  content: AgreementContent;
  contentHash: string;
  note: string | null;
  reason: string | null;
  proposedAt: string | null;
  expiresAt: string | null;
  activatedAt: string | null;
  endedAt: string | null;
  terminatesOn: string | null;
  signatures: { signerName: string; organisationName: string; side: Side; signedAt: string }[];
  allowedEvents: AgreementMove[];
  version: number;
};

export type AgreementView = AgreementSummary & {
  versions: AgreementVersionView[];
  /** `revise` offers a new version; the others are about the version in force. */
  allowedEvents: (AgreementMove | 'revise')[];
};

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

function viewOf(
  version: VersionRow,
  content: AgreementContent,
  { summary, context }: { summary: AgreementSummary; context: Context },
): AgreementVersionView {
  return {
    agreementVersionId: version.agreementVersionId,
    versionNumber: version.versionNumber,
    state: version.state,
    authorSide: sideOf(summary, version.authorId),
    content,
    contentHash: version.contentHash,
    note: version.note,
    reason: version.reason,
    proposedAt: iso(version.proposedAt),
    expiresAt: iso(version.expiresAt),
    activatedAt: iso(version.activatedAt),
    endedAt: iso(version.endedAt),
    terminatesOn: version.terminatesOn,
    signatures: version.signatures.map(({ signerOrgId, signerName, signedAt }) => {
      const side = sideOf(summary, signerOrgId);
      const organisationName = side === 'buyer' ? summary.buyerName : summary.supplierName;
      return { signerName, organisationName, side, signedAt: new Date(signedAt).toISOString() };
    }),
    allowedEvents: movesOf(version, context.actor),
    version: version.version,
  };
}

/** An agreement with every version that the organisation may see. */
export async function getAgreement(
  context: Context,
  { agreementId }: z.output<typeof getAgreementInput>,
): Promise<AgreementView> {
  const { db, actor } = context;
  const [[row], versions, contents] = await Promise.all([
    readAgreements(db, agreementId),
    readVersions(db, agreementId),
    readContents(db, agreementId),
  ]);
  if (row === undefined) throw agreementNotFound(agreementId);
  const summary = summaryOf(row, versions, actor.organisationId);
  const views = versions.flatMap((version) => {
    const content = contents.get(version.agreementVersionId);
    return content === undefined ? [] : [viewOf(version, content, { summary, context })];
  });
  const inForce = views.find(({ agreementVersionId }) => agreementVersionId === row.activeVersionId);
  const mayRevise = summary.openVersion === null && row.state !== 'ended';
  return {
    ...summary,
    versions: views,
    allowedEvents: [...(mayRevise ? (['revise'] as const) : []), ...(inForce?.allowedEvents ?? [])],
  };
}

export const diffVersionsInput = z.object({ fromVersionId: z.uuid(), toVersionId: z.uuid() });

/** What the second version changes against the first, in words. */
export async function diffVersions(
  { db }: Context,
  { fromVersionId, toVersionId }: z.output<typeof diffVersionsInput>,
) {
  const [from, to] = await Promise.all([
    findWholeVersion(db, fromVersionId),
    findWholeVersion(db, toVersionId),
  ]);
  if (from === undefined) throw versionNotFound(fromVersionId);
  if (to === undefined) throw versionNotFound(toVersionId);
  if (from.agreementId !== to.agreementId) throw differentAgreements();
  return { changes: diffAgreements(from.content, to.content) };
}
