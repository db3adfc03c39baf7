import type { Digest } from '../cms/algorithms.ts';
import { quoteName } from '../message/names.ts';
import { bytesOf, type Draft, type Signing, signEntity } from '../message/sign-entity.ts';
import { type HeaderList, writeHeaders } from '../mime/headers.ts';
import { joinMultipart } from '../mime/multipart.ts';
import { type Disposition, writeDisposition } from './disposition.ts';

export type OutgoingReceipt = {
  /** Who sends the receipt: the receiver of the message. */
  from: string;
  to: string;
  messageId: string;
  originalMessageId: string;
  date: Date;
  /** A few words for people. */
  text: string;
  disposition: Disposition;
  /** The check of the message under one digest, spelled as the partner asked for it. */
  mic?: { value: string; label: string };
  /** Digest under which the receipt itself is signed. */
  signing?: Signing & { digest: Digest };
  random: (byteCount: number) => Buffer;
};

function reportFields(receipt: OutgoingReceipt): HeaderList {
  const recipient = `rfc822; ${quoteName(receipt.from)}`;
  return [
    ['Reporting-UA', 'Coplan'],
    ['Original-Recipient', recipient],
    ['Final-Recipient', recipient],
    ['Original-Message-ID', receipt.originalMessageId],
    ['Disposition', writeDisposition(receipt.disposition)],
    ...(receipt.mic === undefined
      ? []
      : [['Received-Content-MIC', `${receipt.mic.value}, ${receipt.mic.label}`] as const]),
  ];
}

function report(receipt: OutgoingReceipt): Draft {
  const boundary = `coplan-${receipt.random(18).toString('hex')}`;
  const encoding = ['Content-Transfer-Encoding', '7bit'] as const;
  const text = bytesOf({
    headers: [['Content-Type', 'text/plain; charset=us-ascii'], encoding],
    body: Buffer.from(`${receipt.text}\r\n`, 'ascii'),
  });
  const fields = bytesOf({
    headers: [['Content-Type', 'message/disposition-notification'], encoding],
    body: writeHeaders(reportFields(receipt)),
  });
  const type = 'multipart/report; report-type=disposition-notification';
  return {
    headers: [['Content-Type', `${type}; boundary="${boundary}"`]],
    body: joinMultipart([text, fields], boundary),
  };
}

/** Writes a receipt (MDN; RFC 3798 with RFC 4130, 7.4), signed where a signature was asked for. */
export function writeReceipt(receipt: OutgoingReceipt): { headers: HeaderList; body: Buffer } {
  const { signing, date, random } = receipt;
  const plain = report(receipt);
  const { headers, body } =
    signing === undefined ? plain : signEntity(bytesOf(plain), { ...signing, date, random });
  return {
    headers: [
      ['AS2-Version', '1.2'],
      ['AS2-From', quoteName(receipt.from)],
      ['AS2-To', quoteName(receipt.to)],
      ['Message-ID', receipt.messageId],
      ['Subject', 'Message Disposition Notification'],
      ['Date', date.toUTCString().replace('GMT', '+0000')],
      ['MIME-Version', '1.0'],
      ...headers,
    ],
    body,
  };
}
