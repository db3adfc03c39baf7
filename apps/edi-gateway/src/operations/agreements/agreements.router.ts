import { DomainError } from '@coplan/kernel';
import { z } from 'zod';
import { agreementKeys } from '../../agreements/agreement.ts';
import { readAgreements } from '../../agreements/agreement-store.ts';
import { diffContents, listVersions } from '../../agreements/agreement-versions.ts';
import type { Sql } from '../../database.ts';
import { failing, shown } from '../messages/monitor.ts';
import { agreementOf } from '../messages/view-message.ts';
import { permitted, router } from '../trpc.ts';
import { changeAgreement, previewChange } from './change-agreement.ts';
import { settingFields } from './setting-fields.ts';

const one = z.object({ agreementId: z.uuid() });
const version = z.int().min(1);
export const reason = z.string().trim().min(1).max(500);
/** A setting by its path; null takes it away, so that the standard holds. */
const changes = z.array(z.object({ path: z.string().min(1).max(200), value: z.unknown() })).max(500);

const activity = `select agreement_id as "agreementId",
  count(*) filter (where direction = 'in')::int as "inCount", count(*) filter (where direction = 'out')::int as "outCount",
  count(*) filter (where ${failing})::int as "failingCount",
  max(recorded_at) as "lastAt"
  from messages where ${shown} group by agreement_id`;
type Activity = {
  agreementId: string;
  inCount: number;
  outCount: number;
  failingCount: number;
  lastAt: Date | null;
};
const quiet = { inCount: 0, outCount: 0, failingCount: 0, lastAt: null };

const newest = `select agreement_id as "agreementId", max(version) as version, max(changed_at) as "changedAt"
  from agreement_versions group by agreement_id`;
type Newest = { agreementId: string; version: number; changedAt: Date };

async function listAgreements(sql: Pick<Sql, 'query'>, dataFolder: string) {
  const [agreements, activities, versions] = await Promise.all([
    readAgreements(sql, dataFolder),
    sql.query<Activity>(activity),
    sql.query<Newest>(newest),
  ]);
  return agreements.map(({ folder: _folder, ...shown }) => {
    const of = <Row extends { agreementId: string }>(rows: Row[]) =>
      rows.find(({ agreementId }) => agreementId === shown.agreementId);
    const { inCount, outCount, failingCount, lastAt } = of(activities) ?? quiet;
    return {
      ...{ agreementId: shown.agreementId, name: shown.name, usage: shown.usage, sendBy: shown.sendBy },
      ...{ partnerOrganisationId: shown.partnerOrganisationId, envelope: shown.envelope },
      ...{
        dialect: shown.profile.dialect,
        duplicatePolicy: shown.duplicatePolicy,
        hasAs2: shown.as2 !== undefined,
      },
      acknowledgementDueMinutes: shown.acknowledgementDueMinutes,
      ...{ inCount, outCount, failingCount, lastAt },
      version: of(versions)?.version ?? 0,
      changedAt: of(versions)?.changedAt ?? null,
    };
  });
}

/** The agreements of the organisation that asks: as they are, as they were, and what changed. */
export const agreementsRouter = router({
  list: permitted('edi.read').query(async ({ ctx: { desk } }) => ({
    rows: await listAgreements({ query: desk.read }, desk.tools.dataFolder),
  })),
  get: permitted('edi.read')
    .input(one)
    .query(async ({ ctx: { desk }, input: { agreementId } }) => {
      const sql = { query: desk.read };
      const { folder: _folder, ...agreement } = await agreementOf(sql, agreementId, desk.tools.dataFolder);
      return { ...agreement, as2: agreement.as2 ?? null, versions: await listVersions(sql, agreementId) };
    }),
  /** Every setting with its kind, its standard and its meaning, as the schema of agreements has it. */
  fields: permitted('edi.read').query(() => ({ fields: settingFields() })),
  /** What these changes would make of the agreement; nothing is kept. */
  preview: permitted('edi.read')
    .input(one.extend({ changes }))
    .query(({ ctx: { desk }, input: { agreementId, ...input } }) => previewChange(desk, agreementId, input)),
  change: permitted('edi.agree')
    .input(one.extend({ changes, basedOn: version, apiKeys: agreementKeys.default({}), reason }))
    .mutation(({ ctx: { desk }, input: { agreementId, ...input } }) =>
      changeAgreement(desk, agreementId, input),
    ),
  diff: permitted('edi.read')
    .input(one.extend({ before: version, after: version }))
    .query(async ({ ctx: { desk }, input: { agreementId, before, after } }) => {
      const versions = await listVersions({ query: desk.read }, agreementId);
      const [old, young] = [before, after].map((number) =>
        versions.find((found) => found.version === number),
      );
      if (old === undefined || young === undefined) {
        const text = 'The agreement has no such version.';
        throw new DomainError('not-found', 'gateway.version-not-found', { before, after }, text);
      }
      return { changes: diffContents(old.content, young.content) };
    }),
});
