import type { BusinessDocument } from '@coplan/documents';
import {
  type AgreementProfile,
  type Mapping,
  mappedMessages,
  type WrittenMessage,
} from '@coplan/edi-mappings';

/** Transaction sets that we can read, by number. */
export const readableSets: Readonly<Record<string, Mapping<BusinessDocument>>> = Object.fromEntries(
  mappedMessages.map(({ mapping }) => [mapping.type, mapping]),
);

/** The document as a transaction set; undefined for a type that has none. */
export const writeDocument = (
  body: BusinessDocument,
  profile: AgreementProfile,
): WrittenMessage | undefined =>
  mappedMessages.find(({ documentType }) => documentType === body.documentType)?.mapping.write(body, profile);
