/** A picked line and what cartons may still take of it. */
export type PackableLine = { lineId: string; pickedMilli: number; elsewhereMilli: number };
export type Content = { lineId: string; quantityMilli: number };

export type ContentFault =
  | { kind: 'not-of-this-order'; lineId: string }
  | { kind: 'more-than-picked'; lineId: string; leftMilli: number; quantityMilli: number };

/** What is wrong with what is said to be in a carton; undefined where it can be so. `elsewhereMilli` is in others. */
export function findContentFault(
  lines: readonly PackableLine[],
  contents: readonly Content[],
): ContentFault | undefined {
  for (const { lineId, quantityMilli } of contents) {
    const line = lines.find((one) => one.lineId === lineId);
    if (line === undefined) return { kind: 'not-of-this-order', lineId };
    const leftMilli = line.pickedMilli - line.elsewhereMilli;
    if (quantityMilli > leftMilli) return { kind: 'more-than-picked', lineId, leftMilli, quantityMilli };
  }
  return undefined;
}

export type PieceLine = { lineId: string; orderId: string; toPackMilli: number; pieceMilli: number };

/**
 * Pieces of each line for cartonising: whole pieces, and where the rest of a line is less than a piece, one piece that
 * holds the rest. So the pieces of a line add up to what is to be packed.
 */
export function piecesOf({ toPackMilli, pieceMilli }: PieceLine): { unitCount: number; lastMilli: number } {
  const whole = Math.floor(toPackMilli / pieceMilli);
  const restMilli = toPackMilli - whole * pieceMilli;
  return { unitCount: whole + (restMilli > 0 ? 1 : 0), lastMilli: restMilli > 0 ? restMilli : pieceMilli };
}

/**
 * Quantities in cartons from the pieces that were placed in each: every piece is whole, but the last of a line may hold
 * less. Conserves: over all cartons a line adds up to what was to be packed.
 */
export function contentsOfCartons(
  lines: readonly PieceLine[],
  placed: readonly (readonly { lineId: string }[])[],
): Content[][] {
  const left = new Map(lines.map((line) => [line.lineId, line.toPackMilli]));
  const pieceOf = new Map(lines.map(({ lineId, pieceMilli }) => [lineId, pieceMilli]));
  return placed.map((placements) => {
    const contents = new Map<string, number>();
    for (const { lineId } of placements) {
      const pieceMilli = Math.min(pieceOf.get(lineId) ?? 0, left.get(lineId) ?? 0);
      left.set(lineId, (left.get(lineId) ?? 0) - pieceMilli);
      contents.set(lineId, (contents.get(lineId) ?? 0) + pieceMilli);
    }
    return [...contents].map(([lineId, quantityMilli]) => ({ lineId, quantityMilli }));
  });
}
