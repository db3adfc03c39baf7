/** What kind of refusal it is; the server maps each kind to one status code. */
export type ErrorKind =
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'forbidden'
  | 'unauthenticated'
  | 'not-allowed'
  | 'too-many'
  | 'unavailable';

export type ErrorDetails = Readonly<Record<string, unknown>>;

/** An expected refusal with a stable code, e.g. `new DomainError('not-found', 'orders.not-found', { orderId })`. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, code: string, details: ErrorDetails = {}, message?: string) {
    super(message ?? `${code} ${JSON.stringify(details)}`);
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** A broken assumption of ours: never the user's fault. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** States what must hold. Throws `InvariantError` with the reason when it does not. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new InvariantError(why);
}
