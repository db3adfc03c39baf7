export {
  type AdviceKind,
  type AdviceStatus,
  type ApplicationAdvice,
  adviceKindOf,
  codeOfKind,
  verdictCodes,
} from './acknowledgement/advice.ts';
export { read824 } from './acknowledgement/read-824.ts';
export { readAperak } from './acknowledgement/read-aperak.ts';
export { type ControlAnswer, type ControlStatus, readContrl } from './acknowledgement/read-contrl.ts';
export {
  type AcknowledgedFault,
  type AcknowledgedMessage,
  type Acknowledgement,
  read997,
  read999,
} from './acknowledgement/read-functional.ts';
export { readTa1, type TechnicalAcknowledgement } from './acknowledgement/read-ta1.ts';
export { write824 } from './acknowledgement/write-824.ts';
export { writeAperak } from './acknowledgement/write-aperak.ts';
export { writeContrl } from './acknowledgement/write-contrl.ts';
export {
  type AcknowledgementForm,
  type AcknowledgementStatus,
  type WrittenAcknowledgement,
  write997,
  write999,
} from './acknowledgement/write-functional.ts';
export { writeTa1 } from './acknowledgement/write-ta1.ts';
export { checkInterchange, type InterchangeCheck, rewrite } from './check-interchange.ts';
export { type Decoded, decode, issuesOf, messagesOf } from './decode.ts';
export {
  type BusinessNumber,
  businessNumbersOf,
  type NumberKind,
} from './describe/business-numbers.ts';
export {
  type DescribedElement,
  type DescribedSegment,
  describeInterchange,
} from './describe/describe.ts';
export {
  type Encoded,
  encodeX12,
  writeX12,
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
export { asAccepted, copyMessage, type MessageCopy } from './message-copy.ts';
export { groupTypes } from './schema/group-types.ts';
export { type SchemaSource, type SetSchema, unlimited } from './schema/schema.ts';
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
export { ObservedSegment, type Observer } from './syntax/observed-segment.ts';
export { Segment } from './syntax/segment.ts';
export { SegmentReader } from './syntax/segment-reader.ts';
export type { SegmentSink, SyntaxNote } from './syntax/segment-sink.ts';
export { joined, splitText } from './texts.ts';
export { defaultLevels, type LevelVerdict, type ValidationLevels } from './validation/levels.ts';
export { Loop, type PlacedSegment } from './validation/loop.ts';
