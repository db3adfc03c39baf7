export { type Cipher, ciphers, type Digest, digests } from './cms/algorithms.ts';
export {
  type Certificate,
  CertificateError,
  type Identity,
  isValidAt,
  newestValid,
  readCertificate,
  readIdentity,
} from './cms/certificates.ts';
export { type KeyTransport, keyTransports } from './cms/envelop-data.ts';
export { makeCertificate } from './cms/make-certificate.ts';
export { type Mics, micsOf } from './message/mic.ts';
export { isAs2Name, readMessageId, readName } from './message/names.ts';
export { type ReadingTerms, type ReadMessage, readMessage, type Security } from './message/read-message.ts';
export { type RequestedReceipt, readReceiptRequest } from './message/receipt-request.ts';
export type { DispositionError } from './message/refusal.ts';
export {
  type Compression,
  type OutgoingMessage,
  type ReceiptRequest,
  type WrittenMessage,
  writeMessage,
} from './message/write-message.ts';
export { type HeaderList, headerBytesMax, headerCountMax, headerOf, writeHeaders } from './mime/headers.ts';
export { type Disposition, failedWith, processed } from './receipt/disposition.ts';
export { findFault, isReceipt, type ReadReceipt, readReceipt } from './receipt/read-receipt.ts';
export { type OutgoingReceipt, writeReceipt } from './receipt/write-receipt.ts';
