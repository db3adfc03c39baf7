import { assert } from './errors.ts';

declare const idName: unique symbol;
/** A UUIDv7 that names one kind of thing. A partner's own number is never an id. */
export type Id<Name extends string> = string & { readonly [idName]: Name };

export type OrganisationId = Id<'organisation'>;
export type UserId = Id<'user'>;
export type LocationId = Id<'location'>;
export type ItemId = Id<'item'>;
export type OrderId = Id<'order'>;
export type OrderLineId = Id<'order-line'>;
export type ProposalId = Id<'proposal'>;
export type RunId = Id<'run'>;
export type ForecastVersionId = Id<'forecast-version'>;
export type ImportId = Id<'import'>;
export type DocumentId = Id<'document'>;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a lower-case UUID of any version. */
export const isUuid = (text: string): boolean => uuidPattern.test(text);

/**
 * A UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then randomness.
 * Clock and randomness are arguments, so the kernel stays pure. `randomBytes` holds at least 10 bytes.
 */
export function uuidv7({ nowMs, randomBytes }: { nowMs: number; randomBytes: Uint8Array }): string {
  assert(Number.isSafeInteger(nowMs) && nowMs >= 0, 'uuidv7 needs whole milliseconds since 1970');
  assert(randomBytes.length >= 10, 'uuidv7 needs 10 random bytes');
  const time = nowMs.toString(16).padStart(12, '0');
  const byte = (index: number): number => randomBytes[index] ?? 0;
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  const high = hex(0x70 | (byte(0) & 0x0f)) + hex(byte(1));
  const low = hex(0x80 | (byte(2) & 0x3f)) + hex(byte(3));
  let node = '';
  for (let index = 4; index < 10; index++) node += hex(byte(index));
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${low}-${node}`;
}
