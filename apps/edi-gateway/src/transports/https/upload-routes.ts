import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { refusal, uuidParameter } from '../../http-requests.ts';
import type { Tools } from '../../tools.ts';
import { receiveUpload } from './receive-upload.ts';
import { headerNames, isSigned, timestampToleranceSeconds } from './signature.ts';

export const uploadBytesMax = 60_000_000;
const atOnceMax = 16;

type Claim = { id: string; timestamp: number; signature: string };

/** What the headers say, checked before a body is read. */
function readClaim(c: Context, now: Date): Claim {
  const id = c.req.header(headerNames.id) ?? '';
  const timestamp = Number(c.req.header(headerNames.timestamp));
  const signature = c.req.header(headerNames.signature) ?? '';
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) {
    throw refusal('gateway.upload-id', 'webhook-id names the upload, with 1 to 200 characters and no blank.');
  }
  const seconds = now.getTime() / 1_000;
  if (!Number.isSafeInteger(timestamp) || Math.abs(seconds - timestamp) > timestampToleranceSeconds) {
    const text = `webhook-timestamp is the time of sending in seconds since 1970, at most ${timestampToleranceSeconds} seconds from now.`;
    throw refusal('gateway.upload-timestamp', text, 'unauthenticated');
  }
  return { id, timestamp, signature };
}

const notSigned = () =>
  refusal(
    'gateway.upload-signature',
    'webhook-signature is not that of a secret of this agreement over webhook-id, webhook-timestamp and the body.',
    'unauthenticated',
  );

/**
 * `POST /upload/{agreementId}?fileName=…`: a file from a partner, signed as a webhook is (Standard Webhooks 1.0). An
 * agreement that does not exist is refused as a wrong signature is.
 */
export function uploadRoutes(tools: Tools, nudge: () => void): Hono {
  const routes = new Hono();
  let atOnce = 0;
  routes.post('/:agreementId', bodyLimit({ maxSize: uploadBytesMax }), async (c) => {
    const agreementId = uuidParameter(c, 'agreementId');
    const claim = readClaim(c, tools.clock.now());
    const secrets = await tools.httpSecrets.open(agreementId, 'upload');
    if (secrets.length === 0) throw notSigned();
    if (atOnce >= atOnceMax) {
      throw refusal('gateway.busy', 'Too many uploads at once; try again in a moment.', 'unavailable');
    }
    atOnce += 1;
    try {
      const body = Buffer.from(await c.req.arrayBuffer());
      const agreement = await tools.agreements.find(agreementId);
      if (agreement === undefined || !isSigned(claim.signature, secrets, { ...claim, body })) {
        tools.log.warn({ agreementId, uploadId: claim.id }, 'an upload with a wrong signature was refused');
        throw notSigned();
      }
      if (body.length === 0) throw refusal('gateway.upload-empty', 'The body is the file; it is empty.');
      const fileName = c.req.query('fileName') ?? 'upload';
      const { interchangeId } = await receiveUpload(tools, agreement, { uploadId: claim.id, fileName, body });
      nudge();
      return c.json({ uploadId: claim.id, interchangeId, status: 'received' }, 202);
    } finally {
      atOnce -= 1;
    }
  });
  return routes;
}
