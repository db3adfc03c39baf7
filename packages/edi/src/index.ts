export {
  type AcknowledgedFault,
  type AcknowledgedMessage,
  type Acknowledgement,
  read997,
} from './acknowledgement/read-997.ts';
export { type AcknowledgementStatus, type Written997, write997 } from './acknowledgement/write-997.ts';
export { writeTa1 } from './acknowledgement/write-ta1.ts';
export { checkInterchange, type InterchangeCheck, rewrite } from './check-interchange.ts';
export { type Decoded, decode, issuesOf, messagesOf } from './decode.ts';
export {
  type Encoded,
  encodeX12,
  groupTypes,
  type X12Envelope,
  type X12Group,
  type X12Interchange,
  type X12Message,
} from './encode.ts';
export {
  type EdifactEnvelope,
  type EdifactGroup,
  type EdifactInterchange,
  type EdifactMessage,
  encodeEdifact,
} from './encode-edifact.ts';
export type {
  EnvelopeParty,
  Group,
  GroupHeader,
  Interchange,
  InterchangeHeader,
  Message,
} from './interchange.ts';
export { InterchangeReader, type InterchangeSink, type ReaderOptions } from './interchange-reader.ts';
export { type Issue, type IssueCode, type Place, placeText, type Severity } from './issue.ts';
export type { SchemaSource, SetSchema } from './schema/schema.ts';
export { standardSchemas } from './schema/standard-schemas.ts';
export type { WireSegment } from './segment-writer.ts';
export { type CharsetName, syntaxLevels } from './syntax/charset.ts';
export {
  type Delimiters,
  type Dialect,
  edifact,
  edifactDelimiters,
  x12,
  x12Delimiters,
} from './syntax/dialect.ts';
export { Segment } from './syntax/segment.ts';
export { SegmentReader, type SegmentSink, type SyntaxNote } from './syntax/segment-reader.ts';
export { Loop, type PlacedSegment } from './validation/loop.ts';
