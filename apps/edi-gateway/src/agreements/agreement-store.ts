import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AgreementProfile, agreementProfile, type DeepPartial } from '@coplan/edi-mappings';
import { type Clock, DomainError } from '@coplan/kernel';
import type { GatewayDatabase, Sql } from '../database.ts';
import { type Agreement, type AgreementInput, folderName } from './agreement.ts';
import { recordVersion } from './agreement-versions.ts';
import { as2Settings } from './as2-settings.ts';
import type { KeyBox } from './key-box.ts';
import { sftpSettings, webhookSettings } from './transport-settings.ts';

/** `basedOn`: the version that he has seen; when another one came since, nothing is changed. */
export type ChangedBy = { name: string; reason: string | null; basedOn?: number };
export type Side = 'local' | 'partner';
export type AgreementStore = {
  /**
   * Creates or replaces; keys that are not given stay as they were. What changes becomes a new version, with who changed
   * it and why. True when it is new.
   */
  put(agreementId: string, input: AgreementInput, by?: ChangedBy): Promise<boolean>;
  list(): Promise<Agreement[]>;
  find(agreementId: string): Promise<Agreement | undefined>;
  /** The agreement under which `local` sends to `partner`. */
  findFor(localOrganisationId: string, partnerOrganisationId: string): Promise<Agreement | undefined>;
  /** True when another organisation's agreement calls itself so by AS2: its keys are not for this one. */
  isAs2NameOfOther(localName: string, localOrganisationId: string): Promise<boolean>;
  /** The agreement between these two AS2 names, in this direction only. */
  findForAs2(names: { localName: string; partnerName: string }): Promise<Agreement | undefined>;
  /** The API key with which documents of that side are posted to the server. */
  apiKey(agreementId: string, side: Side): Promise<string | undefined>;
};

type Row = {
  agreement_id: string;
  edition: number;
  local_organisation_id: string;
  partner_organisation_id: string;
  name: string;
  inbox: string;
  outbox: string;
  envelope: Agreement['envelope'];
  profile: DeepPartial<AgreementProfile>;
  usage: Agreement['usage'];
  duplicate_policy: Agreement['duplicatePolicy'];
  acknowledgement_due_minutes: number;
  send_by: Agreement['sendBy'];
  as2: unknown;
  technical_acknowledgement: Agreement['technicalAcknowledgement'];
  application_advice: Agreement['applicationAdvice'];
  keeps_order: boolean;
  sftp: unknown;
  webhook: unknown;
  has_local_key: boolean;
  has_partner_key: boolean;
};

const columns = `agreement_id, edition, local_organisation_id, partner_organisation_id, name, inbox, outbox, envelope, profile,
  usage, duplicate_policy, acknowledgement_due_minutes, send_by, as2, technical_acknowledgement, application_advice,
  keeps_order, sftp, webhook, has_local_key, has_partner_key`;

const jsonOf = (settings: object | undefined): string | null =>
  settings === undefined ? null : JSON.stringify(settings);

/** Folders are stored relative to the data folder, so that it can be moved. */
const toAgreement =
  (dataFolder: string) =>
  (row: Row): Agreement => ({
    agreementId: row.agreement_id,
    edition: row.edition,
    localOrganisationId: row.local_organisation_id,
    partnerOrganisationId: row.partner_organisation_id,
    name: row.name,
    folder: { inbox: join(dataFolder, row.inbox), outbox: join(dataFolder, row.outbox) },
    envelope: row.envelope,
    profile: agreementProfile(row.profile),
    usage: row.usage,
    duplicatePolicy: row.duplicate_policy,
    acknowledgementDueMinutes: row.acknowledgement_due_minutes,
    sendBy: row.send_by,
    as2: row.as2 === null ? undefined : as2Settings.parse(row.as2),
    technicalAcknowledgement: row.technical_acknowledgement,
    applicationAdvice: row.application_advice,
    keepsOrder: row.keeps_order,
    sftp: row.sftp === null ? undefined : sftpSettings.parse(row.sftp),
    webhook: row.webhook === null ? undefined : webhookSettings.parse(row.webhook),
    hasKey: { local: row.has_local_key, partner: row.has_partner_key },
  });

/** Every agreement that `sql` may see, by name. */
export const readAgreements = async (sql: Sql, dataFolder: string): Promise<Agreement[]> =>
  (await sql.query<Row>(`select ${columns} from agreements order by name, agreement_id`)).map(
    toAgreement(dataFolder),
  );

const upsert = `insert into agreements (agreement_id, local_organisation_id, partner_organisation_id, name, inbox, outbox,
  envelope, profile, usage, duplicate_policy, acknowledgement_due_minutes, send_by, as2, technical_acknowledgement,
  application_advice, keeps_order, sftp, webhook, local_key, partner_key, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
on conflict (agreement_id) do update set local_organisation_id = excluded.local_organisation_id,
  partner_organisation_id = excluded.partner_organisation_id, name = excluded.name, inbox = excluded.inbox,
  outbox = excluded.outbox, envelope = excluded.envelope, profile = excluded.profile, usage = excluded.usage,
  duplicate_policy = excluded.duplicate_policy, acknowledgement_due_minutes = excluded.acknowledgement_due_minutes,
  send_by = excluded.send_by, as2 = excluded.as2,
  technical_acknowledgement = excluded.technical_acknowledgement,
  application_advice = excluded.application_advice, keeps_order = excluded.keeps_order,
  sftp = excluded.sftp, webhook = excluded.webhook,
  local_key = coalesce(excluded.local_key, agreements.local_key),
  partner_key = coalesce(excluded.partner_key, agreements.partner_key), changed_at = excluded.changed_at,
  edition = agreements.edition + 1
returning (xmax = 0) as is_new`;

/** Agreements in the gateway's database; API keys are encrypted there. */
export function createAgreementStore({
  database,
  keyBox,
  dataFolder,
  clock,
}: {
  database: GatewayDatabase;
  keyBox: KeyBox;
  dataFolder: string;
  clock: Clock;
}): AgreementStore {
  const read = toAgreement(dataFolder);
  const locked = (agreementId: string, side: Side, key: string | undefined): string | null =>
    key === undefined ? null : keyBox.lock(key, `${agreementId}:${side}`);

  return {
    async put(agreementId, input, by = { name: 'The system of the organisation', reason: null }) {
      const base = `edi/${folderName(input.name)}`;
      const { inbox, outbox } = input.folder ?? { inbox: `${base}/inbox`, outbox: `${base}/outbox` };
      const { localOrganisationId: local, partnerOrganisationId: partner, name, apiKeys } = input;
      const values = [
        ...[agreementId, local, partner, name, inbox, outbox],
        ...[JSON.stringify(input.envelope), JSON.stringify(input.profile)],
        ...[input.usage, input.duplicatePolicy, input.acknowledgementDueMinutes],
        ...[input.sendBy, jsonOf(input.as2), input.technicalAcknowledgement, input.applicationAdvice],
        input.keepsOrder,
        ...[jsonOf(input.sftp), jsonOf(input.webhook)],
        ...[locked(agreementId, 'local', apiKeys.local), locked(agreementId, 'partner', apiKeys.partner)],
        clock.now(),
      ];
      try {
        const isNew = await database.transaction(async (sql) => {
          const rows = await sql.query<{ is_new: boolean }>(upsert, values);
          await recordVersion(sql, agreementId, { input, by, now: clock.now() });
          return rows[0]?.is_new === true;
        });
        for (const folder of [inbox, outbox]) mkdirSync(join(dataFolder, folder), { recursive: true });
        return isNew;
      } catch (error) {
        if ((error as { code?: string }).code !== '23505') throw error;
        throw new DomainError(
          'conflict',
          'gateway.agreement-exists',
          {},
          'There is already an agreement between these two organisations, or one that uses this folder or these AS2 names.',
        );
      }
    },
    async list() {
      return readAgreements(database, dataFolder);
    },
    async find(agreementId) {
      const rows = await database.query<Row>(`select ${columns} from agreements where agreement_id = $1`, [
        agreementId,
      ]);
      return rows.map(read)[0];
    },
    async findFor(local, partner) {
      const rows = await database.query<Row>(
        `select ${columns} from agreements where local_organisation_id = $1 and partner_organisation_id = $2`,
        [local, partner],
      );
      return rows.map(read)[0];
    },
    async findForAs2({ localName, partnerName }) {
      const rows = await database.query<Row>(
        `select ${columns} from agreements where as2 ->> 'localName' = $1 and as2 ->> 'partnerName' = $2`,
        [localName, partnerName],
      );
      return rows.map(read)[0];
    },
    async isAs2NameOfOther(localName, localOrganisationId) {
      const rows = await database.query(
        "select 1 from agreements where as2 ->> 'localName' = $1 and local_organisation_id <> $2 limit 1",
        [localName, localOrganisationId],
      );
      return rows.length > 0;
    },
    async apiKey(agreementId, side) {
      const rows = await database.query<{ local_key: string | null; partner_key: string | null }>(
        'select local_key, partner_key from agreements where agreement_id = $1',
        [agreementId],
      );
      const stored = side === 'local' ? rows[0]?.local_key : rows[0]?.partner_key;
      return stored == null ? undefined : keyBox.open(stored, `${agreementId}:${side}`);
    },
  };
}
