import { DomainError } from '@coplan/kernel';
import type { Sql } from '../database.ts';
import type { AgreementInput } from './agreement.ts';
import type { ChangedBy } from './agreement-store.ts';

export type AgreementVersion = {
  version: number;
  content: Record<string, unknown>;
  reason: string | null;
  changedBy: string;
  changedAt: Date;
};

/** What was agreed on, without secrets and without where its folders lie. */
export const contentOf = ({ apiKeys: _keys, folder: _folder, ...rest }: AgreementInput): object => {
  const {
    localOrganisationId: _local,
    partnerOrganisationId: _partner,
    as2,
    sftp,
    webhook,
    ...content
  } = rest;
  return { ...content, as2: as2 ?? null, sftp: sftp ?? null, webhook: webhook ?? null };
};

/** Adds a version where the content differs from the last one; the agreement's row is locked by whoever changes it. */
export async function recordVersion(
  sql: Sql,
  agreementId: string,
  { input, by, now }: { input: AgreementInput; by: ChangedBy; now: Date },
): Promise<void> {
  if (by.basedOn !== undefined) {
    const [row] = await sql.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from agreement_versions where agreement_id = $1',
      [agreementId],
    );
    if (row?.version !== by.basedOn) {
      const text = `Somebody else has changed the agreement meanwhile: it is at version ${row?.version}. Look at it and change it again.`;
      throw new DomainError('conflict', 'gateway.agreement-changed', { agreementId }, text);
    }
  }
  await sql.query(
    `insert into agreement_versions (agreement_id, version, content, reason, changed_by, changed_at)
     select $1, coalesce(max(version), 0) + 1, $2::jsonb, $3, $4, $5 from agreement_versions where agreement_id = $1
     having (array_agg(content order by version desc))[1] is distinct from $2::jsonb`,
    [agreementId, JSON.stringify(contentOf(input)), by.reason, by.name.slice(0, 200), now],
  );
}

/** Every version, the newest first. */
export const listVersions = (sql: Sql, agreementId: string): Promise<AgreementVersion[]> =>
  sql.query<AgreementVersion>(
    `select version, content, reason, changed_by as "changedBy", changed_at as "changedAt" from agreement_versions
     where agreement_id = $1 order by version desc limit 500`,
    [agreementId],
  );

export type SettingChange = { path: string; before: string | null; after: string | null };

function leavesOf(value: unknown, path: string, leaves: Map<string, string>): Map<string, string> {
  if (Array.isArray(value)) leaves.set(path, value.map((one) => textOf(one)).join(', '));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      leavesOf(inner, path === '' ? key : `${path}.${key}`, leaves);
    }
  } else if (value !== null && value !== undefined) leaves.set(path, textOf(value));
  return leaves;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Every setting that differs, by its path, with both values as text; null where it was not stated. */
export function diffContents(before: object, after: object): SettingChange[] {
  const [old, young] = [leavesOf(before, '', new Map()), leavesOf(after, '', new Map())];
  return [...new Set([...old.keys(), ...young.keys()])]
    .sort()
    .map((path) => ({ path, before: old.get(path) ?? null, after: young.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
}
