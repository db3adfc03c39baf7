import type { AgreementContent, AgreementState, Side } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';

export type AgreementRow = {
  agreementId: string;
  name: string;
  scenario: string;
  state: 'negotiating' | 'active' | 'suspended' | 'ended';
  buyerId: OrganisationId;
  buyerName: string;
  supplierId: OrganisationId;
  supplierName: string;
  activeVersionId: string | null;
  itemLocationCount: number;
  version: number;
};

const agreementColumns = `
agreement.id as "agreementId", agreement.name, agreement.scenario, agreement.state,
  agreement.buyer_id as "buyerId", coalesce(buyer.name, '') as "buyerName",
  agreement.supplier_id as "supplierId", coalesce(supplier.name, '') as "supplierName",
  agreement.active_version_id as "activeVersionId", agreement.version,
  (select count(*)::integer from agreement_item_locations covered
   where covered.buyer_id = agreement.buyer_id and covered.agreement_id = agreement.id) as "itemLocationCount"`;

const findAgreements = `
select ${agreementColumns}
from agreements agreement
  left join organisations buyer on buyer.id = agreement.buyer_id
  left join organisations supplier on supplier.id = agreement.supplier_id
where ($1::uuid is null or agreement.id = $1)
  and exists (select 1 from agreement_versions seen where seen.agreement_id = agreement.id)
order by agreement.name, agreement.id`;

/** Agreements of which the organisation sees at least one version: an offer that is still a draft is its author's own. */
export const readAgreements = (source: Database | Transaction, agreementId: string | null) =>
  rowsOf<AgreementRow>(source, findAgreements, [agreementId]);

export type VersionRow = {
  agreementVersionId: string;
  agreementId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  authorId: OrganisationId;
  versionNumber: number;
  state: AgreementState;
  contentHash: string;
  note: string | null;
  reason: string | null;
  proposedAt: Date | null;
  expiresAt: Date | null;
  activatedAt: Date | null;
  endedAt: Date | null;
  suspendedById: string | null;
  terminatesOn: string | null;
  noticeById: string | null;
  version: number;
  signatures: { signerOrgId: string; signerName: string; signedAt: string }[];
};

const versionColumns = `
version.id as "agreementVersionId", version.agreement_id as "agreementId", version.buyer_id as "buyerId",
  version.supplier_id as "supplierId", version.author_id as "authorId", version.version_number as "versionNumber",
  version.state, version.content_hash as "contentHash", version.note, version.reason,
  version.proposed_at as "proposedAt", version.expires_at as "expiresAt", version.activated_at as "activatedAt",
  version.ended_at as "endedAt", version.suspended_by_id as "suspendedById",
  version.terminates_on::text as "terminatesOn", version.notice_by_id as "noticeById", version.version,
  coalesce((select jsonb_agg(jsonb_build_object('signerOrgId', signature.signer_org_id,
       'signerName', signature.signer_name, 'signedAt', signature.signed_at) order by signature.signed_at, signature.signer_org_id <> version.author_id)
     from agreement_signatures signature
     where signature.buyer_id = version.buyer_id and signature.agreement_version_id = version.id), '[]') as signatures`;

const findVersions = `
select ${versionColumns} from agreement_versions version
where $1::uuid is null or version.agreement_id = $1 order by version.agreement_id, version.version_number desc`;

/** Versions without their content, newest first; of all agreements with `null`. */
export const readVersions = (source: Database | Transaction, agreementId: string | null) =>
  rowsOf<VersionRow>(source, findVersions, [agreementId]);

export type WholeVersion = VersionRow & { content: AgreementContent };

const findVersion = `select ${versionColumns}, version.content from agreement_versions version where version.id = $1`;
const lockVersion = `${findVersion} for update of version`;

/** One version with its content; `lock` keeps it from being changed by others until the transaction ends. */
export async function findWholeVersion(
  source: Database | Transaction,
  agreementVersionId: string,
  { lock = false } = {},
): Promise<WholeVersion | undefined> {
  const [found] = await rowsOf<WholeVersion>(source, lock ? lockVersion : findVersion, [agreementVersionId]);
  return found;
}

const findContents = `
select id as "agreementVersionId", content from agreement_versions where agreement_id = $1`;

/** The contents of all visible versions of an agreement, by id. */
export async function readContents(source: Database | Transaction, agreementId: string) {
  const rows = await rowsOf<{ agreementVersionId: string; content: AgreementContent }>(source, findContents, [
    agreementId,
  ]);
  return new Map(rows.map(({ agreementVersionId, content }) => [agreementVersionId, content]));
}

export const sideOf = (parties: { buyerId: string }, organisationId: string): Side =>
  parties.buyerId === organisationId ? 'buyer' : 'seller';

export const signedSides = ({ signatures, buyerId }: VersionRow): Side[] =>
  signatures.map(({ signerOrgId }) => sideOf({ buyerId }, signerOrgId));
