/** What a receipt says about a message that was not taken (RFC 4130, 7.5; RFC 5402, 5). */
export const dispositionErrors = [
  'decryption-failed',
  'authentication-failed',
  'integrity-check-failed',
  'decompression-failed',
  'insufficient-message-security',
  'unexpected-processing-error',
] as const;
export type DispositionError = (typeof dispositionErrors)[number];

/**
 * Why a message was not taken. `told` is for the partner's receipt, `why` for our own people: what was wrong inside an
 * envelope is never told, because telling it lets anyone decrypt by asking often enough.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly told: DispositionError;

  constructor(told: DispositionError, why: string) {
    super(why);
    this.told = told;
  }
}
