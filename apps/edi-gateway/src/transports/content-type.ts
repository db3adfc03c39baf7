/** RFC 1767: EDIFACT begins with UNA or UNB, X12 with ISA. */
export const contentTypeOf = (bytes: Buffer): string =>
  /^UN[AB]/.test(bytes.subarray(0, 3).toString('latin1')) ? 'application/edifact' : 'application/edi-x12';
