import type { HeaderList } from '@coplan/as2';
import { killPoint } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import type { As2Settings } from '../../agreements/as2-settings.ts';
import { attemptsMax, retryAt, type Tools } from '../../tools.ts';
import { isAgreedOrigin } from '../addresses.ts';
import { postOut } from '../post-out.ts';

type DueReceipt = {
  id: string;
  messageId: string;
  headers: HeaderList;
  body: Buffer;
  url: string;
  attemptCount: number;
};

const receiptsPerTurnMax = 20;
const timeoutMsMax = 15_000;

/** A receipt is small: it gets no more time than a message, and never long. */
const timeoutMsOf = ({ send }: As2Settings): number => Math.min(timeoutMsMax, send.timeoutSeconds * 1_000);

const claim = `update as2_messages set attempt_count = attempt_count + 1, next_attempt_at = $3
  where as2_message_id in (
    select as2_message_id from as2_messages
    where agreement_id = $1 and receipt_state = 'due' and next_attempt_at <= $2
    order by position limit $4 for update skip locked)
  returning as2_message_id as id, message_id as "messageId", receipt_headers as headers, receipt_body as body,
    receipt_url as url, attempt_count as "attemptCount"`;

async function sendReceipt(agreement: Agreement, due: DueReceipt): Promise<void> {
  const { as2 } = agreement;
  if (as2 === undefined || !isAgreedOrigin(due.url, { url: as2.url, ...as2.receive })) {
    throw new Error('the agreement no longer allows receipts to go to this address');
  }
  const { headers, body, url } = due;
  const { allowPrivateAddresses } = as2;
  const timeoutMs = timeoutMsOf(as2);
  const { status } = await postOut(url, { headers, body, timeoutMs, allowPrivateAddresses });
  if (status < 200 || status > 299) throw new Error(`the partner answered with HTTP status ${status}`);
}

/** Posts the receipts that the partner wants later, to the addresses of the agreement only. True: there may be more. */
export async function sendReceipts(tools: Tools, agreement: Agreement): Promise<boolean> {
  if (agreement.as2 === undefined) return false;
  const { database, clock, log } = tools;
  const now = clock.now();
  const leaseUntil = new Date(now.getTime() + timeoutMsOf(agreement.as2) + tools.leaseMarginMs);
  const values = [agreement.agreementId, now, leaseUntil, receiptsPerTurnMax];
  const due = await database.query<DueReceipt>(claim, values);
  for (const receipt of due) {
    const { id, attemptCount, messageId } = receipt;
    try {
      await sendReceipt(agreement, receipt);
      killPoint('as2.receipt-posted');
      await database.query("update as2_messages set receipt_state = 'sent' where as2_message_id = $1", [id]);
    } catch (error) {
      log.warn({ err: error, agreement: agreement.name, messageId }, 'an AS2 receipt could not be posted');
      const isOver = attemptCount >= 2 * attemptsMax;
      await database.query(
        `update as2_messages set receipt_state = $2, next_attempt_at = $3, explanation = $4 where as2_message_id = $1`,
        [
          id,
          isOver ? 'failed' : 'due',
          retryAt(clock.now(), attemptCount),
          `The receipt: ${(error as Error).message}`,
        ],
      );
    }
  }
  return due.length === receiptsPerTurnMax;
}
