import type { BusinessDocument } from '@coplan/documents';
import {
  type AgreementProfile,
  type Mapping,
  mappedMessages,
  mappingFor,
  type WrittenMessage,
} from '@coplan/edi-mappings';

/** Messages that we can read, by transaction set number or message type. */
export const readableSets: Readonly<Record<string, Mapping<BusinessDocument>>> = Object.fromEntries(
  mappedMessages.map(({ mapping }) => [mapping.type, mapping]),
);

/** The document as a message of the agreed dialect; undefined for a type that has none. */
export const writeDocument = (
  body: BusinessDocument,
  profile: AgreementProfile,
): WrittenMessage | undefined => mappingFor(body, profile)?.write(body, profile);
