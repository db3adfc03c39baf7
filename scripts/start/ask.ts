/** A refusal that a person reads: one sentence, then exit 1. */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
}
