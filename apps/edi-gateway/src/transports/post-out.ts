import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HeaderList } from '@coplan/as2';
import { resolveTarget } from './addresses.ts';

export type PostAnswer = { status: number; headers: HeaderList; body: Buffer };

/** A receipt is small; whatever else a partner answers is not read to its end. */
const answerBytesMax = 2_000_000;

function headerList(raw: readonly string[]): HeaderList {
  const list: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) list.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return list;
}

function readAnswer(answer: IncomingMessage): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    answer.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      if (byteCount > answerBytesMax) answer.destroy(new Error('the answer is too large'));
      else chunks.push(chunk);
    });
    answer.on('error', reject);
    answer.on('end', () =>
      resolve({
        status: answer.statusCode ?? 0,
        headers: headerList(answer.rawHeaders),
        body: Buffer.concat(chunks),
      }),
    );
  });
}

/**
 * Posts to a partner: to the address that was checked, following no redirection, within the time in all. Throws when
 * there was no complete answer.
 */
export async function postOut(
  address: string,
  {
    headers,
    body,
    timeoutMs,
    allowPrivateAddresses,
  }: { headers: HeaderList; body: Buffer; timeoutMs: number; allowPrivateAddresses: boolean },
): Promise<PostAnswer> {
  const target = await resolveTarget(address, { allowPrivateAddresses });
  const signal = AbortSignal.timeout(timeoutMs);
  const isSecure = target.url.protocol === 'https:';
  return await new Promise((resolve, reject) => {
    const request = (isSecure ? httpsRequest : httpRequest)(
      target.url,
      {
        method: 'POST',
        headers: { ...Object.fromEntries(headers), 'Content-Length': body.length, Connection: 'close' },
        agent: false,
        signal,
        lookup: (_, options, done) =>
          options.all === true
            ? done(null, [{ address: target.address, family: target.family }])
            : done(null, target.address, target.family),
      },
      (answer) => readAnswer(answer).then(resolve, reject),
    );
    request.on('error', reject);
    request.end(body);
  });
}
