import { z } from 'zod';
import {
  type Agreement,
  type AgreementInput,
  agreementInput,
  folderBelow,
} from '../../agreements/agreement.ts';
import {
  contentOf,
  diffContents,
  listVersions,
  type SettingChange,
} from '../../agreements/agreement-versions.ts';
import { refusal } from '../../http-requests.ts';
import { ownAgreement } from '../own-agreement.ts';
import type { Desk } from '../trpc.ts';
import { type SettingField, type SettingKind, settingFields } from './setting-fields.ts';

export type Change = { path: string; value?: unknown };
type Content = Record<string, unknown>;
type Keys = AgreementInput['apiKeys'];
/** `issues` say why the changes cannot be: then nothing can be saved. */
export type ChangePreview = {
  version: number;
  content: Content;
  changes: SettingChange[];
  issues: { path: string; message: string }[];
};

/** Ways that an agreement can lose as a whole. */
const parts = ['as2', 'sftp', 'webhook'];
const fits: Readonly<Record<SettingKind, (value: unknown, field: SettingField) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  choice: (value, { choices }) => typeof value === 'string' && choices?.includes(value) === true,
  list: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  data: (value, { standard }) =>
    typeof value === 'object' && value !== null && Array.isArray(value) === Array.isArray(standard),
};

const isTable = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The content with one setting changed; null takes it away, and a table that is empty then goes with it. */
function withSetting(content: Content, [name = '', ...rest]: readonly string[], value: unknown): Content {
  const { [name]: before, ...others } = content;
  if (rest.length === 0) return value === null ? others : { ...others, [name]: value };
  const inner = withSetting(isTable(before) ? before : {}, rest, value);
  return value === null && Object.keys(inner).length === 0 ? others : { ...others, [name]: inner };
}

function changed(content: Content, changes: readonly Change[]): Content {
  const fields = new Map(settingFields().map((field) => [field.path, field]));
  return changes.reduce((made, { path, value = null }) => {
    const field = fields.get(path);
    const isPart = parts.includes(path) && value === null;
    const isKnown = isPart || field !== undefined || (value === null && path.startsWith('profile.'));
    if (!isKnown) {
      throw refusal('gateway.setting-unknown', `There is no setting ${path} that can be changed here.`);
    }
    if (value !== null && field !== undefined && !fits[field.kind](value, field)) {
      const wanted = field.choices === null ? field.kind : `one of ${field.choices.join(', ')}`;
      throw refusal('gateway.setting-invalid', `${path} has to be a ${wanted}.`);
    }
    return withSetting(made, path.split('.'), value);
  }, content);
}

/** An agreement as it would be stored: who is bound and where its folders lie stays as it is. */
function inputOf(desk: Desk, agreement: Agreement, content: Content): z.ZodSafeParseResult<AgreementInput> {
  const { localOrganisationId, partnerOrganisationId, folder } = agreement;
  const stated = Object.entries(content).filter(([, value]) => value !== null);
  return agreementInput.safeParse({
    ...Object.fromEntries(stated),
    ...{ localOrganisationId, partnerOrganisationId },
    folder: folderBelow(desk.tools.dataFolder, folder),
  });
}

const issuesOf = (error: z.ZodError): ChangePreview['issues'] =>
  error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message: / received undefined$/.test(message) ? 'it is needed' : message,
  }));

/** What the changes would make of an agreement of one's own; nothing is kept. */
export async function previewChange(
  desk: Desk,
  agreementId: string,
  { changes }: { changes: readonly Change[] },
): Promise<ChangePreview> {
  const agreement = await ownAgreement(desk, agreementId);
  const [newest] = await listVersions({ query: desk.read }, agreementId);
  const { version, content: before } = newest ?? { version: 0, content: {} };
  const content = changed(before, changes);
  const input = inputOf(desk, agreement, content);
  return {
    ...{ version, content },
    changes: diffContents(before, input.success ? contentOf(input.data) : content),
    issues: input.success ? [] : issuesOf(input.error),
  };
}

/** Nobody speaks in the name of another organisation: its keys would sign for him. */
export async function assertOwnName({ tools, ticket }: Desk, { as2 }: AgreementInput): Promise<void> {
  if (as2 === undefined) return;
  if (!(await tools.agreements.isAs2NameOfOther(as2.localName, ticket.organisationId))) return;
  const text = `The AS2 name ${as2.localName} is that of another organisation here; choose another one.`;
  throw refusal('gateway.as2-name-taken', text, 'conflict');
}

/**
 * Changes an agreement of one's own: it becomes a new version with who did it and why. Refused when somebody else has
 * changed it since version `basedOn`.
 */
export async function changeAgreement(
  desk: Desk,
  agreementId: string,
  about: { changes: readonly Change[]; basedOn: number; apiKeys: Keys; reason: string },
): Promise<{ version: number }> {
  const { changes, basedOn, apiKeys, reason } = about;
  const agreement = await ownAgreement(desk, agreementId);
  const { content } = await previewChange(desk, agreementId, { changes });
  const input = inputOf(desk, agreement, content);
  if (!input.success) throw refusal('gateway.agreement-invalid', z.prettifyError(input.error));
  await assertOwnName(desk, input.data);
  const { tools, ticket, nudge } = desk;
  await tools.agreements.put(agreementId, { ...input.data, apiKeys }, { name: ticket.name, reason, basedOn });
  nudge();
  const [newest] = await listVersions({ query: desk.read }, agreementId);
  return { version: newest?.version ?? basedOn };
}
