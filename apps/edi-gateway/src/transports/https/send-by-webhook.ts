import { killPoint } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import type { WebhookSettings } from '../../agreements/transport-settings.ts';
import {
  type ArchivedInterchange,
  claimInterchange,
  filesPerTurnMax,
  listToSend,
  markStaged,
} from '../../archive/interchange-archive.ts';
import { recordWritten } from '../../outbound/record-written.ts';
import type { Tools } from '../../tools.ts';
import { contentTypeOf } from '../content-type.ts';
import { postOut } from '../post-out.ts';
import { sendLater } from '../send-later.ts';
import { headerNames, sign } from './signature.ts';

/** Posts the file under its own id, which is the same for every try. Throws with a sentence when it was not taken. */
async function post(tools: Tools, webhook: WebhookSettings, file: ArchivedInterchange): Promise<void> {
  const { interchangeId: id, agreementId, fileName, bytes } = file;
  const secrets = await tools.httpSecrets.open(agreementId, 'webhook');
  if (secrets.length === 0) throw new Error('The agreement has no secret to sign webhooks with; add one.');
  const timestamp = Math.floor(tools.clock.now().getTime() / 1_000);
  const { status } = await postOut(webhook.url, {
    headers: [
      ['Content-Type', contentTypeOf(bytes)],
      ['Content-Disposition', `attachment; filename="${fileName}"`],
      [headerNames.id, id],
      [headerNames.timestamp, String(timestamp)],
      [headerNames.signature, sign(secrets, { id, timestamp, body: bytes })],
    ],
    body: bytes,
    timeoutMs: webhook.timeoutSeconds * 1_000,
    allowPrivateAddresses: webhook.allowPrivateAddresses,
  });
  if (status < 200 || status > 299) throw new Error(`The partner answered with HTTP status ${status}.`);
}

/**
 * Posts the agreement's numbered files to the partner's address, oldest first. Any answer of 200 to 299 means that he
 * has it; else the same bytes go again, ever more rarely, until a person has to look. True: there is more.
 */
export async function sendByWebhook(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { webhook, sendBy, keepsOrder } = agreement;
  if (sendBy !== 'webhook' || webhook === undefined) return false;
  const { database, clock, log } = tools;
  const due = await listToSend(database, agreement, { way: 'webhook', now: clock.now() });
  for (const { interchangeId } of due) {
    const now = clock.now();
    const leaseUntil = new Date(now.getTime() + webhook.timeoutSeconds * 1_000 + tools.leaseMarginMs);
    const file = await claimInterchange(database, { interchangeId, way: 'webhook', now, leaseUntil });
    if (file === undefined) {
      if (keepsOrder) return false;
      continue;
    }
    try {
      await post(tools, webhook, file);
    } catch (error) {
      const why = `The file could not be posted: ${(error as Error).message}`;
      await sendLater(tools, agreement, { file, attemptsMax: webhook.attemptsMax, why });
      if (keepsOrder) return false;
      continue;
    }
    killPoint('webhook.posted');
    await database.transaction(async (sql) => {
      await markStaged(sql, { interchangeId, way: 'webhook', now, isClaimed: true });
      await recordWritten(sql, agreement, interchangeId, clock.now());
    });
    log.info({ agreement: agreement.name, file: file.fileName }, 'a file was posted to a partner');
  }
  return due.length === filesPerTurnMax;
}
