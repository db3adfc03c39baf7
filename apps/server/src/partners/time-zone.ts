import { timeZoneUnknown } from './partners.errors.ts';

const known = new Map<string, boolean>();

/** True for an IANA zone name that this machine can compute with. */
export function isTimeZone(text: string): boolean {
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  let isKnown = /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(text);
  try {
    if (isKnown) new Intl.DateTimeFormat('en-CA', { timeZone: text });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    isKnown = false;
  }
  if (known.size < 1_000) known.set(text, isKnown);
  return isKnown;
}

export function assertTimeZone(text: string): void {
  if (!isTimeZone(text)) throw timeZoneUnknown(text);
}
