import { rewrite } from '../check-interchange.ts';
import { decode, issuesOf } from '../decode.ts';

/** What a reader must never do with an input; undefined when it did nothing of it. */
export type Misbehaviour = 'crashed' | 'changed' | 'unexplained';

/**
 * Reads the bytes with everything checked, and writes them back. Nothing may throw, what is accepted must come back byte
 * for byte, and what is refused must say why.
 */
export function judge(bytes: Uint8Array): {
  misbehaviour?: Misbehaviour;
  why?: unknown;
  isAccepted: boolean;
} {
  try {
    const decoded = decode(bytes, { unsupported: 'warning', levels: { balances: 'error' } });
    const errors = issuesOf(decoded).filter(({ severity }) => severity === 'error');
    const isAccepted = errors.length === 0 && decoded.interchanges.length > 0;
    if (isAccepted && Buffer.compare(rewrite(bytes), bytes) !== 0)
      return { misbehaviour: 'changed', isAccepted };
    if (
      !isAccepted &&
      !errors.some(({ place, message }) => Number.isInteger(place.offset) && message.includes(' '))
    ) {
      return { misbehaviour: 'unexplained', isAccepted };
    }
    return { isAccepted };
  } catch (why) {
    return { misbehaviour: 'crashed', why, isAccepted: false };
  }
}
