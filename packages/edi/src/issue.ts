/** Where something is: the partner's own numbers down to the byte. Everything counts from 1, except `offset`. */
export type Place = {
  /** Control number of the interchange (ISA13, UNB 0020). */
  interchange?: string | undefined;
  group?: string | undefined;
  /** Control number of the message (ST02, UNH 0062). */
  message?: string | undefined;
  /** Tag of the segment, e.g. PO1. */
  segment?: string | undefined;
  /** Position in the message, its first segment (ST, UNH) being 1. */
  segmentIndex?: number | undefined;
  element?: number | undefined;
  component?: number | undefined;
  repetition?: number | undefined;
  /** Byte from the start of the data, from 0. */
  offset: number;
};

export type Severity = 'error' | 'warning';

/** Stable codes; what each means in a 997 stands in acknowledgement/x12-codes.ts. */
export type IssueCode =
  | 'no-interchange'
  | 'header-malformed'
  | 'header-width'
  | 'junk'
  | 'charset-broken'
  | 'segment-too-large'
  | 'binary-length'
  | 'no-final-terminator'
  | 'segment-empty'
  | 'interchange-trailer-missing'
  | 'interchange-reference-differs'
  | 'interchange-count-wrong'
  | 'interchange-duplicate'
  | 'group-missing'
  | 'group-trailer-missing'
  | 'group-reference-differs'
  | 'group-count-wrong'
  | 'group-duplicate'
  | 'group-type-wrong'
  | 'envelope-out-of-place'
  | 'envelope-element-wrong'
  | 'message-not-supported'
  | 'version-not-supported'
  | 'message-trailer-missing'
  | 'message-reference-differs'
  | 'message-reference-missing'
  | 'message-count-wrong'
  | 'message-duplicate'
  | 'message-too-large'
  | 'segment-unknown'
  | 'segment-unexpected'
  | 'segment-not-in-message'
  | 'segment-missing'
  | 'segment-out-of-order'
  | 'segment-too-often'
  | 'loop-too-often'
  | 'element-missing'
  | 'element-condition'
  | 'element-exclusive'
  | 'element-too-many'
  | 'element-too-short'
  | 'element-too-long'
  | 'element-characters'
  | 'element-date'
  | 'element-time'
  | 'element-code'
  | 'element-repeated'
  | 'component-too-many'
  | 'check-digit-wrong'
  | 'hierarchy-wrong'
  | 'balance-wrong'
  | 'value-holds-delimiter'
  | 'value-missing'
  | 'document-invalid'
  | 'issues-cut';

export type Issue = {
  code: IssueCode;
  severity: Severity;
  /** Plain words for a person, with the remedy. */
  message: string;
  place: Place;
  /** The partner's text that is wrong, where there is one, cut to 99 characters. */
  value?: string | undefined;
  /** Data element reference number, e.g. 324. */
  elementNumber?: number | undefined;
};

/** "interchange 000000001, message 0002, segment 14 (PO1), element 2, byte 871" */
export function placeText(place: Place): string {
  const parts: string[] = [];
  if (place.interchange !== undefined) parts.push(`interchange ${place.interchange}`);
  if (place.group !== undefined) parts.push(`group ${place.group}`);
  if (place.message !== undefined) parts.push(`message ${place.message}`);
  if (place.segmentIndex !== undefined) parts.push(`segment ${place.segmentIndex} (${place.segment ?? '?'})`);
  else if (place.segment !== undefined) parts.push(`segment ${place.segment}`);
  if (place.element !== undefined) parts.push(`element ${place.element}`);
  if (place.component !== undefined) parts.push(`component ${place.component}`);
  if (place.repetition !== undefined) parts.push(`repetition ${place.repetition}`);
  parts.push(`byte ${place.offset}`);
  return parts.join(', ');
}
