import { type HeaderList, headerCountMax, headerOf, isReceipt, readMessageId, readName } from '@coplan/as2';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Agreement } from '../../agreements/agreement.ts';
import type { As2Settings } from '../../agreements/as2-settings.ts';
import type { Tools } from '../../tools.ts';
import type { Evidence } from './as2-archive.ts';
import { type As2Answer, receiveMessage } from './receive-message.ts';
import { receiveReceipt } from './receive-receipt.ts';

/** Encrypted, signed and in base64, a message is larger than its file; a message is held in memory several times. */
export const as2BytesMax = 60_000_000;
const atOnceMax = 16;

const refusal = (status: number, text: string): As2Answer => ({ status, text });
type Pair = { agreement: Agreement; as2: As2Settings };

/** The agreement that the names belong to, looked for before a body is read; or why there is none. */
async function findPair({ agreements, log }: Tools, headers: HeaderList): Promise<Pair | As2Answer> {
  if (headers.length > headerCountMax) return refusal(431, 'There are too many header fields.');
  const partnerName = readName(headerOf(headers, 'as2-from'));
  const localName = readName(headerOf(headers, 'as2-to'));
  if (partnerName === undefined || localName === undefined) {
    return refusal(400, 'An AS2 message names its sender in AS2-From and its receiver in AS2-To.');
  }
  const agreement = await agreements.findForAs2({ localName, partnerName });
  if (agreement?.as2 !== undefined) return { agreement, as2: agreement.as2 };
  log.warn({ partnerName, localName }, 'an AS2 message came between names without an agreement');
  return refusal(403, 'There is no agreement between these AS2 names.');
}

async function receive(tools: Tools, pair: Pair, message: Evidence): Promise<As2Answer> {
  if (isReceipt(message)) return receiveReceipt(tools, pair, message);
  const messageId = readMessageId(headerOf(message.headers, 'message-id'));
  if (messageId === undefined)
    return refusal(400, 'An AS2 message has a Message-ID of at most 250 characters.');
  return receiveMessage(tools, { ...pair, messageId, message });
}

function answerOf(c: Context, { status, evidence, text }: As2Answer): Response {
  const headers = new Headers();
  for (const [name, value] of evidence?.headers ?? []) headers.append(name, value);
  if (evidence === undefined && text !== undefined) headers.set('Content-Type', 'text/plain; charset=utf-8');
  const body =
    evidence === undefined ? (text === undefined ? null : `${text}\n`) : new Uint8Array(evidence.body);
  const requestId = c.res.headers.get('x-request-id');
  if (requestId !== null) headers.set('X-Request-Id', requestId);
  return new Response(body, { status, headers });
}

/**
 * The address to which partners post AS2 messages and receipts. It asks for no key: who a message is from is what its
 * signature proves, under the agreement that its names belong to.
 */
export function as2Routes(tools: Tools, nudge: () => void): Hono {
  const routes = new Hono();
  let atOnce = 0;
  routes.post('/', bodyLimit({ maxSize: as2BytesMax }), async (c) => {
    if (atOnce >= atOnceMax) {
      c.header('Retry-After', '5');
      return c.text('Too many messages at once; try again in a moment.\n', 503);
    }
    atOnce += 1;
    try {
      const headers: HeaderList = [...c.req.raw.headers];
      const found = await findPair(tools, headers);
      if ('status' in found) return answerOf(c, found);
      const body = Buffer.from(await c.req.arrayBuffer());
      const answer = await receive(tools, found, { headers, body });
      nudge();
      return answerOf(c, answer);
    } finally {
      atOnce -= 1;
    }
  });
  return routes;
}
