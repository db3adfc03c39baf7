import type { AgreementState, Side } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';
import {
  type AgreementRow,
  readAgreements,
  readVersions,
  sideOf,
  signedSides,
  type VersionRow,
} from './agreement-rows.ts';

/** What has been offered but is not in force yet. */
export type OpenVersion = {
  agreementVersionId: string;
  versionNumber: number;
  state: AgreementState;
  authorSide: Side;
};

export type AgreementSummary = Omit<AgreementRow, 'activeVersionId'> & {
  activeVersionId: string | null;
  partnerId: OrganisationId;
  partnerName: string;
  mySide: Side;
  activeVersionNumber: number | null;
  openVersion: OpenVersion | null;
  /** Sides that have signed the open version, or the one in force where none is open. */
  signedBy: Side[];
};

const openStates: readonly AgreementState[] = ['draft', 'proposed', 'agreed'];

export function summaryOf(
  row: AgreementRow,
  versions: readonly VersionRow[],
  organisationId: string,
): AgreementSummary {
  const mySide = sideOf(row, organisationId);
  const active = versions.find(({ agreementVersionId }) => agreementVersionId === row.activeVersionId);
  const open = versions.find(({ state }) => openStates.includes(state));
  const shown = open ?? active ?? versions[0];
  return {
    ...row,
    mySide,
    partnerId: mySide === 'buyer' ? row.supplierId : row.buyerId,
    partnerName: mySide === 'buyer' ? row.supplierName : row.buyerName,
    activeVersionNumber: active?.versionNumber ?? null,
    openVersion:
      open === undefined
        ? null
        : {
            agreementVersionId: open.agreementVersionId,
            versionNumber: open.versionNumber,
            state: open.state,
            authorSide: sideOf(row, open.authorId),
          },
    signedBy: shown === undefined ? [] : signedSides(shown),
  };
}

/** Every agreement of the organisation, on either side, by name. */
export async function listAgreements({ db, actor }: Context): Promise<{ rows: AgreementSummary[] }> {
  const [rows, versions] = await Promise.all([readAgreements(db, null), readVersions(db, null)]);
  const byAgreement = Map.groupBy(versions, ({ agreementId }) => agreementId);
  return {
    rows: rows.map((row) => summaryOf(row, byAgreement.get(row.agreementId) ?? [], actor.organisationId)),
  };
}
