import { relative } from 'node:path';
import { defaultLevels } from '@coplan/edi';
import { type AgreementProfile, agreementProfile, type DeepPartial } from '@coplan/edi-mappings';
import { z } from 'zod';
import { type As2Settings, as2Settings } from './as2-settings.ts';
import {
  type SendingWay,
  type SftpSettings,
  sendingWays,
  sftpSettings,
  type WebhookSettings,
  webhookSettings,
} from './transport-settings.ts';

const organisationId = z.uuid();
const printable = (lengthMax: number) =>
  z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .max(lengthMax);
/** A path below the data folder: no way up, nothing hidden. */
const folderPath = z
  .string()
  .max(300)
  .regex(
    /^[A-Za-z0-9_-][A-Za-z0-9._ -]*(\/[A-Za-z0-9_-][A-Za-z0-9._ -]*)*$/,
    'a folder below the data folder',
  );

/**
 * ISA05/06 or ISA07/08 (X12.5) with the group's id (GS02/GS03), which is the same where it is not given. For an EDIFACT
 * partner they are 0007 and 0004 of the UNB, which are longer.
 */
export const envelopeParty = z.object({
  isaQualifier: printable(4),
  isaId: printable(35),
  gsId: printable(15).optional(),
});

/** What becomes of an interchange whose control number came before. */
export const duplicatePolicies = ['ignore', 'answer-again', 'reject', 'flag'] as const;
export type DuplicatePolicy = (typeof duplicatePolicies)[number];
/** When a TA1 answers an X12 interchange; `when-asked` is ISA14 = 1. */
export const technicalAnswers = ['never', 'when-asked', 'when-refused', 'always'] as const;
export type TechnicalAnswer = (typeof technicalAnswers)[number];
/** When an 824 or an APERAK tells the partner what the server said of a document of his. */
export const applicationAdvices = ['never', 'when-refused'] as const;
export type ApplicationAdviceWanted = (typeof applicationAdvices)[number];

const profileDeviations = z
  .record(z.string(), z.unknown())
  .default({})
  .refine(
    isUsableProfile,
    'delimiters are four different single characters, the version is one of X12, levels are error, warning or off',
  );

const apiKey = z.string().min(1).max(500).optional();
/** With which documents of each side are posted to the server; a key that is not given stays as it was. */
export const agreementKeys = z.object({ local: apiKey, partner: apiKey });

/** What two companies agreed on about their exchange of files. Secrets come in and never go out again. */
export const agreementInput = z
  .object({
    localOrganisationId: organisationId,
    partnerOrganisationId: organisationId,
    name: z.string().min(1).max(100),
    folder: z.object({ inbox: folderPath, outbox: folderPath }).optional(),
    envelope: z.object({ local: envelopeParty, partner: envelopeParty }),
    profile: profileDeviations,
    usage: z.enum(['test', 'production']).default('production'),
    apiKeys: agreementKeys.default({}),
    acknowledgementDueMinutes: z.int().min(1).max(100_000).default(1_440),
    duplicatePolicy: z.enum(duplicatePolicies).default('ignore'),
    technicalAcknowledgement: z.enum(technicalAnswers).default('never'),
    applicationAdvice: z.enum(applicationAdvices).default('never'),
    /** What waits to be tried again holds back what came after it. */
    keepsOrder: z.boolean().default(false),
    sendBy: z.enum(sendingWays).default('folder'),
    as2: as2Settings.optional(),
    sftp: sftpSettings.optional(),
    webhook: webhookSettings.optional(),
  })
  .refine(({ envelope, profile }) => profile.dialect === 'edifact' || isIsaWide(envelope), {
    path: ['envelope'],
    error: 'in X12 a qualifier has at most 2 characters and an id at most 15',
  })
  .refine(({ sendBy, as2 }) => sendBy !== 'as2' || as2?.url !== undefined, {
    path: ['as2', 'url'],
    error: 'sending by AS2 needs the address at which the partner receives',
  })
  .refine(({ sendBy, sftp }) => sendBy !== 'sftp' || sftp?.sendTo !== undefined, {
    path: ['sftp', 'sendTo'],
    error: "sending by SFTP needs the folder on the partner's server",
  })
  .refine(({ sftp }) => sftp?.afterReceipt !== 'move' || sftp.moveTo !== undefined, {
    path: ['sftp', 'moveTo'],
    error: 'moving fetched files needs a folder to move them into',
  })
  .refine(({ sendBy, webhook }) => sendBy !== 'webhook' || webhook !== undefined, {
    path: ['webhook'],
    error: 'sending by webhook needs the address at which the partner receives',
  });
export type AgreementInput = z.output<typeof agreementInput>;

export type Agreement = {
  agreementId: string;
  /** Counts what was put; a turn that holds an earlier edition takes nothing more. */
  edition: number;
  localOrganisationId: string;
  partnerOrganisationId: string;
  name: string;
  /** Absolute. Bytes found in the inbox come from the partner; what we send is written to the outbox. */
  folder: { inbox: string; outbox: string };
  envelope: AgreementInput['envelope'];
  profile: AgreementProfile;
  usage: 'test' | 'production';
  acknowledgementDueMinutes: number;
  duplicatePolicy: DuplicatePolicy;
  technicalAcknowledgement: TechnicalAnswer;
  applicationAdvice: ApplicationAdviceWanted;
  keepsOrder: boolean;
  sendBy: SendingWay;
  as2: As2Settings | undefined;
  sftp: SftpSettings | undefined;
  webhook: WebhookSettings | undefined;
  hasKey: { local: boolean; partner: boolean };
};

/** What a turn needs of an agreement to take work under it. */
export type AgreementInForce = Pick<Agreement, 'agreementId' | 'edition' | 'keepsOrder'>;

/** The agreement's folders as they are stored and stated: below the data folder. */
export const folderBelow = (
  dataFolder: string,
  { inbox, outbox }: Agreement['folder'],
): NonNullable<AgreementInput['folder']> => ({
  inbox: relative(dataFolder, inbox),
  outbox: relative(dataFolder, outbox),
});

/** The folder's name where none is given: the agreement's name in letters that every file system takes. */
export const folderName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'partner';

export function isUsableProfile(deviations: Record<string, unknown>): boolean {
  const profile = agreementProfile(deviations as DeepPartial<AgreementProfile>);
  const { delimiters, version, levels, functionalAcknowledgement } = profile;
  const characters = [
    delimiters?.element,
    delimiters?.component,
    delimiters?.segment,
    delimiters?.repetition,
  ];
  const given = characters.filter((one) => one !== undefined);
  const isPlain = given.every(
    (one) => typeof one === 'string' && one.length === 1 && !/[A-Za-z0-9 ]/.test(one),
  );
  return (
    given.length >= 3 &&
    isPlain &&
    new Set(given).size === given.length &&
    /^00[3-9]0\d0/.test(String(version)) &&
    ['997', '999'].includes(functionalAcknowledgement) &&
    Object.entries(levels).every(
      ([level, verdict]) => level in defaultLevels && ['error', 'warning', 'off'].includes(verdict),
    )
  );
}

const isIsaWide = (envelope: Record<'local' | 'partner', { isaQualifier: string; isaId: string }>): boolean =>
  Object.values(envelope).every(({ isaQualifier, isaId }) => isaQualifier.length <= 2 && isaId.length <= 15);
