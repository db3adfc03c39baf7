import { readdirSync, readFileSync } from 'node:fs';
import { decode, messagesOf } from '@coplan/edi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dialectOf } from './agreement-profile.ts';
import { mappedMessages } from './mapped-messages.ts';

/** Every golden message; what it is understood as stands beside it in `path`.json. */
const goldenFiles = [...new Set(mappedMessages.map(({ documentType }) => documentType))].flatMap(
  (documentType) => {
    const folder = new URL(`./${documentType}/golden/`, import.meta.url);
    return readdirSync(folder)
      .filter((name) => !name.endsWith('.json'))
      .map((name) => {
        const bytes = readFileSync(new URL(name, folder));
        const type = messagesOf(decode(bytes))[0]?.type ?? 'no message';
        return { path: `${documentType}/golden/${name}`, documentType, type, bytes };
      });
  },
);

test.each(goldenFiles)('$path is understood, or refused, as its golden file says', async (file) => {
  const [message] = messagesOf(decode(file.bytes));
  const mapping = mappedMessages.find((mapped) => mapped.mapping.type === file.type)?.mapping;
  if (message === undefined || mapping === undefined) {
    throw new Error(`${file.path} holds ${file.type}, which has no mapping`);
  }
  const { document, issues } = mapping.read(message);
  const read = document ?? [...message.issues, ...issues];
  await expect(`${JSON.stringify(read, null, 2)}\n`).toMatchFileSnapshot(`${file.path}.json`);
});

test.each(mappedMessages)(
  'golden files show a $mapping.type that is understood and one that is refused',
  (mapped) => {
    const { documentType, mapping } = mapped;
    const results = goldenFiles
      .filter((file) => file.documentType === documentType && file.type === mapping.type)
      .flatMap(({ bytes }) => messagesOf(decode(bytes)))
      .map((message) => mapping.read(message).document !== undefined);
    expect(new Set(results)).toEqual(new Set([true, false]));
  },
);

test.each(mappedMessages)(
  'whatever a partner writes into a $mapping.type, it yields a document or issues, never both, and never throws',
  ({ documentType, mapping }) => {
    const isEdifact = dialectOf(mapping.type) === 'edifact';
    const samples = goldenFiles
      .filter((file) => file.documentType === documentType && file.type === mapping.type)
      .map(({ bytes }) => bytes);
    const put = fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc
        .constantFrom(...(isEdifact ? "+ ' 9 - , ++ : ?" : '* ~ 9 - . **').split(' '))
        .map((text) => Buffer.from(text)),
    );
    // The envelope stays as it is, so that the message is reached.
    const envelopeBytes = isEdifact ? 110 : 200;
    const mutation = fc.record({ at: fc.nat(), count: fc.nat(3), put });
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(mutation, { maxLength: 3 }), (sample, mutations) => {
        let bytes: Buffer = Buffer.from(sample);
        for (const { at, count, put: text } of mutations) {
          const from = envelopeBytes + (at % Math.max(1, bytes.length - envelopeBytes - 50));
          bytes = Buffer.concat([bytes.subarray(0, from), text, bytes.subarray(from + count)]);
        }
        for (const message of messagesOf(decode(bytes))) {
          const { document, issues } = mapping.read(message);
          expect(document === undefined).toBe(issues.length > 0);
          for (const issue of issues) expect(issue.message).toContain(' ');
        }
      }),
      { numRuns: 400 },
    );
  },
);
