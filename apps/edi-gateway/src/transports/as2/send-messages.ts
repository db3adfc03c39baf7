import { isReceipt } from '@coplan/as2';
import { killPoint } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import type { As2Settings } from '../../agreements/as2-settings.ts';
import {
  type ArchivedInterchange,
  filesPerTurnMax,
  listToSend,
  postponeInterchange,
} from '../../archive/interchange-archive.ts';
import { recordUndelivered } from '../../outbound/record-written.ts';
import { attemptsMax, retryAt, type Tools } from '../../tools.ts';
import { type PostAnswer, postOut } from '../post-out.ts';
import { claimReady, listReady, moveSent, postponeSent, type SentMessage } from './as2-archive.ts';
import { recordDelivered, recordFailed } from './end-sending.ts';
import { prepareMessage } from './prepare-message.ts';
import { judgeReceipt, readPartnersReceipt } from './receive-receipt.ts';

type Partner = { agreement: Agreement; as2: As2Settings };

async function prepareOrPostpone(
  tools: Tools,
  partner: Partner,
  file: ArchivedInterchange,
): Promise<boolean> {
  const { database, clock, log } = tools;
  const { interchangeId, attemptCount } = file;
  try {
    await prepareMessage(tools, partner, file);
    return true;
  } catch (error) {
    const why = (error as Error).message;
    log.error(
      { err: error, agreement: partner.agreement.name, file: file.fileName },
      'no AS2 message could be made',
    );
    const now = clock.now();
    if (attemptCount + 1 < attemptsMax) {
      await postponeInterchange(database, { interchangeId, nextAttemptAt: retryAt(now, attemptCount), why });
      return false;
    }
    await database.transaction((sql) =>
      recordUndelivered(sql, partner.agreement, { interchangeId, from: 'numbered', why, now }),
    );
    return true;
  }
}

/** No answer, or one that settles nothing: the same bytes again after a while, then a person has to look. */
async function tryLater(
  tools: Tools,
  { agreement, as2 }: Partner,
  sent: SentMessage,
  why: string,
): Promise<void> {
  const { database, clock, log } = tools;
  const { as2MessageId, attemptCount, messageId } = sent;
  log.warn({ agreement: agreement.name, messageId, attemptCount, why }, 'an AS2 message will be sent again');
  if (attemptCount >= as2.send.attemptsMax) {
    await recordFailed(tools, agreement, { sent, why: `Sent ${attemptCount} times in vain. ${why}` });
    return;
  }
  await postponeSent(database, { as2MessageId, nextAttemptAt: retryAt(clock.now(), attemptCount), why });
}

/** What the partner's HTTP answer settles. False when the message has to be posted again. */
async function takeAnswer(
  tools: Tools,
  partner: Partner,
  sent: SentMessage,
  answer: PostAnswer,
): Promise<boolean> {
  const { agreement, as2 } = partner;
  const { database, clock } = tools;
  const { status, headers, body } = answer;
  if (status < 200 || status > 299) {
    await tryLater(tools, partner, sent, `The partner answered with HTTP status ${status}.`);
    return false;
  }
  const receipt = { headers, body };
  if (as2.send.receipt !== 'none' && isReceipt(receipt)) {
    const read = await readPartnersReceipt(tools, agreement.agreementId, receipt);
    const judgement = judgeReceipt(read, sent, as2);
    if (judgement.outcome === 'delivered') {
      await recordDelivered(tools, agreement, { sent, receipt, remark: judgement.remark });
    } else await recordFailed(tools, agreement, { sent, receipt, why: judgement.why });
  } else if (as2.send.receipt === 'none') await recordDelivered(tools, agreement, { sent });
  else if (as2.send.receipt === 'synchronous') {
    await tryLater(tools, partner, sent, 'The partner answered without a receipt.');
    return false;
  } else {
    const now = clock.now();
    const nextAttemptAt = new Date(now.getTime() + as2.send.receiptDueMinutes * 60_000);
    const { as2MessageId } = sent;
    await moveSent(database, { as2MessageId, from: 'ready', event: 'post', now, nextAttemptAt });
  }
  return true;
}

/**
 * One try. False when it came to no answer: then the partner is away, and the rest of his messages can wait; where the
 * order is kept, also when the answer settled nothing.
 */
async function sendOne(tools: Tools, partner: Partner, as2MessageId: string): Promise<boolean> {
  const { database, clock } = tools;
  const { url, allowPrivateAddresses, send } = partner.as2;
  const timeoutMs = send.timeoutSeconds * 1_000;
  const now = clock.now();
  const leaseUntil = new Date(now.getTime() + timeoutMs + tools.leaseMarginMs);
  const sent = await claimReady(database, { as2MessageId, now, leaseUntil });
  if (sent === undefined) return true;
  let answer: PostAnswer;
  try {
    const { headers, body } = sent;
    answer = await postOut(url ?? '', { headers, body, timeoutMs, allowPrivateAddresses });
  } catch (error) {
    await tryLater(tools, partner, sent, `The partner could not be reached: ${(error as Error).message}.`);
    return false;
  }
  killPoint('as2.posted');
  const isSettled = await takeAnswer(tools, partner, sent, answer);
  return isSettled || !partner.agreement.keepsOrder;
}

/** Receipts that did not come in the agreed time: the message is sent again under its Message-ID. */
async function resendOverdue(tools: Tools, { agreement, as2 }: Partner): Promise<void> {
  const { database, clock } = tools;
  const now = clock.now();
  const overdue = await database.query<SentMessage>(
    `select as2_message_id as "as2MessageId", agreement_id as "agreementId", message_id as "messageId",
       interchange_id as "interchangeId", state, headers, body, mics, attempt_count as "attemptCount"
     from as2_messages where agreement_id = $1 and state = 'posted' and next_attempt_at <= $2
     order by position limit $3`,
    [agreement.agreementId, now, filesPerTurnMax],
  );
  for (const sent of overdue) {
    const { as2MessageId, attemptCount } = sent;
    const why = `No receipt came within ${as2.send.receiptDueMinutes} minutes.`;
    if (attemptCount >= as2.send.attemptsMax) await recordFailed(tools, agreement, { sent, why });
    else await moveSent(database, { as2MessageId, from: 'posted', event: 'resend', now, explanation: why });
  }
}

/**
 * Sends the agreement's numbered files by AS2, oldest first: prepared and stored, posted, settled by the receipt. The
 * same bytes are posted until then; the partner recognises them by their Message-ID. True: there is more.
 */
export async function sendMessages(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { as2, sendBy, agreementId, keepsOrder } = agreement;
  if (as2 === undefined) return false;
  const partner = { agreement, as2 };
  const { database, clock } = tools;
  if (sendBy === 'as2') {
    const due = await listToSend(database, agreement, { way: 'as2', now: clock.now() });
    for (const file of due.filter(({ state }) => state === 'numbered')) {
      if (!(await prepareOrPostpone(tools, partner, file)) && keepsOrder) break;
    }
  }
  await resendOverdue(tools, partner);
  const page = { agreementId, now: clock.now(), limit: filesPerTurnMax, keepsOrder };
  const ready = await listReady(database, page);
  for (const as2MessageId of ready) if (!(await sendOne(tools, partner, as2MessageId))) return false;
  return ready.length === filesPerTurnMax;
}
