/** How many of the bytes are digits; −1 when one is neither digit nor point nor leading minus. */
export function digitCount(bytes: Uint8Array, from: number, until: number, allowsPoint: boolean): number {
  let count = 0;
  let pointCount = 0;
  for (let at = from; at < until; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x30 && byte <= 0x39) count++;
    else if (byte === 0x2e && allowsPoint) pointCount++;
    else if (byte !== 0x2d || at !== from) return -1;
  }
  return pointCount > 1 || count === 0 ? -1 : count;
}

/** Digits with at most one decimal mark of EDIFACT, which a digit follows; −1 for anything else. */
export function markedDigitCount(bytes: Uint8Array, from: number, until: number): number {
  let count = 0;
  let markCount = 0;
  let last = 0;
  for (let at = from; at < until; at++) {
    last = bytes[at] as number;
    if (last >= 0x30 && last <= 0x39) count++;
    else if (last === 0x2e || last === 0x2c) markCount++;
    else if (last !== 0x2d || at !== from) return -1;
  }
  return markCount > 1 || last < 0x30 || last > 0x39 ? -1 : count;
}
