import { z } from 'zod';
import {
  sftpAccountInput,
  sftpSettings,
  webhookSettings,
} from '../../apps/edi-gateway/src/agreements/transport-settings.ts';
import { code, page, table } from './markdown.ts';

type JsonSchema = {
  type?: string;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  required?: string[];
  properties?: Record<string, JsonSchema>;
};

const standardOf = (schema: JsonSchema, isNeeded: boolean): string => {
  if (schema.default !== undefined) return code(JSON.stringify(schema.default).replaceAll('"', ''));
  return isNeeded ? 'needed' : '';
};
const rangeOf = ({ enum: values, minimum, maximum }: JsonSchema): string => {
  if (values !== undefined) return values.map((value) => code(String(value))).join(', ');
  return minimum === undefined || maximum === undefined ? '' : `${minimum} to ${maximum}`;
};

/** A row for each setting of a schema, its meaning as the schema describes it. */
function rowsOf(type: z.ZodType, path: string): string[][] {
  const schema = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return Object.entries(schema.properties ?? {}).map(([name, field]) => [
    ...[code(`${path}${name}`), standardOf(field, schema.required?.includes(name) === true)],
    ...[rangeOf(field), field.description ?? ''],
  ]);
}
const head = ['setting', 'standard', 'values', 'meaning'];

/** Every setting of SFTP and webhooks, and of how an agreement exchanges files. */
export const transportSettingsPage = (): string =>
  page(
    'Settings of transports',
    'Parts of an agreement (`PUT /api/v1/agreements/{id}`), unless another address is named. AS2 has [its own page](as2-settings.md).',
    '## The exchange as a whole',
    table(head, [
      [
        ...[code('sendBy'), code('folder'), '`folder`, `as2`, `sftp`, `webhook`'],
        'how files of ours reach the partner; what lies in his outbox folder he can fetch by SFTP too. A file that was begun one way when this changes is ended that way, and counts as undelivered, with the reason, when its settings are gone. What he sends is taken by every way that the agreement describes',
      ],
      [
        ...[code('duplicatePolicy'), code('ignore'), '`ignore`, `answer-again`, `reject`, `flag`'],
        'when a control number of the partner comes again. `ignore`: the same file changes nothing; `answer-again`: it also gets the very answer of the first time; with other content under the number a person has to look. `reject`: neither is used, a person has to look, and the partner is told (TA1 with 025 where TA1s are agreed; CONTRL). `flag`: both are used, and the messages bear a warning',
      ],
      [
        ...[
          code('technicalAcknowledgement'),
          code('never'),
          '`never`, `when-asked`, `when-refused`, `always`',
        ],
        'when a TA1 answers an X12 interchange; `when-asked` is ISA14 = 1. An interchange that a TA1 refuses gets no 997',
      ],
      [
        ...[code('applicationAdvice'), code('never'), '`never`, `when-refused`'],
        'whether an 824 (X12) or an APERAK (EDIFACT) tells the partner, with its reason, that the server has refused a document of his whose syntax was accepted: once for each document, however often it is tried again. Nothing is told of what is not the document’s fault, such as a wrong key, or of a copy that we repaired',
      ],
      [
        ...[code('keepsOrder'), code('false'), ''],
        'what waits for its next try holds back what came after it: files that are read, documents for the server, files to the partner. What has failed for good (refused by the server, undelivered) holds back nothing',
      ],
      [
        ...[code('acknowledgementDueMinutes'), code('1440'), '1 to 100000'],
        'when an acknowledgement is missing this long, the message counts as `overdue`: in the log, in `GET /api/v1/status` and in the metric `coplan_gateway_overdue`',
      ],
    ]),
    "## The partner's SFTP server, where we are the client",
    table(head, rowsOf(sftpSettings, 'sftp.')),
    'Password and key are kept beside the agreement: `PUT /api/v1/agreements/{id}/sftp-login` with `password`, `makeKey` or `privateKey`; they never come out again, only the public key does.',
    '## Our SFTP server, where the partner is the client',
    '`PUT /api/v1/agreements/{id}/sftp-account`:',
    table(head, rowsOf(sftpAccountInput, '')),
    '**Limits**: 100 MB a file, 5,000 files waiting in `/inbox`, 200 connections, 20 from one address, 8 tries to sign in per connection within 30 seconds, 10 wrong passwords an hour for one user from one address and 40 in all from it. Names have at most 200 bytes, no control characters and no backslash.',
    '## Webhooks',
    table(head, rowsOf(webhookSettings, 'webhook.')),
    '**Signed headers**, the same for webhooks to partners and for uploads from them (Standard Webhooks 1.0): `webhook-id`, `webhook-timestamp` (seconds since 1970), `webhook-signature` (`v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`; several with blanks between them while a secret changes). A timestamp is good for 300 seconds to either side. An upload has at most 60 MB; 16 are taken at once.',
  );
