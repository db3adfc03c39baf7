/**
 * Bytes that are not what they claim to be. Thrown and caught inside this package only: its readers answer with a
 * refusal and never throw because of what a partner sent.
 */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}
