/** What left of one outbound line, in units of the item ordered and in what lies in the ledger. */
export type LeftLine = {
  lineId: string;
  orderLineId: string;
  lineNumber: string;
  /** In units of the item ordered. */
  shippedMilli: number;
  /** The same in base units of the item that was sent. */
  packedMilli: number;
  /** Of an item with serial numbers: the units that left, a thousand thousandths each. */
  serials?: readonly { serialId: string; serialNumber: string }[] | undefined;
};

export type RefusedReason = 'damaged' | 'wrong-place' | 'not-ordered' | 'other';

/** What somebody signed for, of one line of the order; `damagedMilli` is part of what was kept. */
export type SignedLine = {
  orderLineId: string;
  deliveredMilli: number;
  damagedMilli: number;
  refusedMilli: number;
  refusedReason?: RefusedReason | undefined;
  /** Of an item with serial numbers: which units were refused, and which were not there. */
  refusedSerialNumbers?: readonly string[] | undefined;
  missingSerialNumbers?: readonly string[] | undefined;
};

export type ProvenLine = Pick<
  SignedLine,
  'orderLineId' | 'deliveredMilli' | 'damagedMilli' | 'refusedMilli'
> & {
  lineNumber: string;
  shippedMilli: number;
  shortMilli: number;
  refusedReason: RefusedReason | null;
};

export type DeliveryMove = {
  lineId: string;
  move: 'deliver' | 'return-to-sender' | 'lose-in-transit';
  quantityMilli: number;
  serialIds?: string[];
};

export type ProofFault = {
  orderLineId: string;
  kind:
    | 'unknown-line'
    | 'more-than-shipped'
    | 'more-damaged-than-kept'
    | 'refused-without-reason'
    | 'serials-to-name';
};

export type JudgedProof = { lines: ProvenLine[]; moves: DeliveryMove[]; isRefused: boolean };

/** Goods of a line by lots, given in the order in which they were packed: kept first, then refused, the rest is lost. */
function movesOf(line: ProvenLine, left: readonly LeftLine[]): DeliveryMove[] {
  const wanted = [
    { move: 'deliver' as const, milli: line.deliveredMilli },
    { move: 'return-to-sender' as const, milli: line.refusedMilli },
    { move: 'lose-in-transit' as const, milli: line.shortMilli },
  ];
  const moves: DeliveryMove[] = [];
  for (const { lineId, shippedMilli, packedMilli } of left) {
    let [restMilli, restPacked] = [shippedMilli, packedMilli];
    for (const one of wanted) {
      const takenMilli = Math.min(one.milli, restMilli);
      if (takenMilli === 0) continue;
      // The last part of a lot takes what is left of it, so that nothing stays on the road by rounding.
      const quantityMilli =
        takenMilli === restMilli
          ? restPacked
          : Number((BigInt(takenMilli) * BigInt(packedMilli)) / BigInt(shippedMilli));
      moves.push({ lineId, move: one.move, quantityMilli });
      one.milli -= takenMilli;
      restMilli -= takenMilli;
      restPacked -= quantityMilli;
    }
  }
  return moves.filter(({ quantityMilli }) => quantityMilli > 0);
}

/** Units with serial numbers go by their names; where all of a line has one fate nobody needs to name them. */
function serialMovesOf(
  line: ProvenLine,
  signed: SignedLine,
  left: readonly LeftLine[],
): DeliveryMove[] | undefined {
  const { deliveredMilli, refusedMilli, shortMilli, shippedMilli } = line;
  const isWhole = [deliveredMilli, refusedMilli, shortMilli].includes(shippedMilli);
  const whole = deliveredMilli > 0 ? 'deliver' : refusedMilli > 0 ? 'return-to-sender' : 'lose-in-transit';
  const fateOf = (serialNumber: string): DeliveryMove['move'] => {
    if (isWhole) return whole;
    if (signed.refusedSerialNumbers?.includes(serialNumber)) return 'return-to-sender';
    return signed.missingSerialNumbers?.includes(serialNumber) ? 'lose-in-transit' : 'deliver';
  };
  const moves = left.flatMap(({ lineId, serials = [] }) =>
    (['deliver', 'return-to-sender', 'lose-in-transit'] as const).flatMap((move) => {
      const serialIds = serials.flatMap((one) => (fateOf(one.serialNumber) === move ? one.serialId : []));
      return serialIds.length === 0
        ? []
        : [{ lineId, move, quantityMilli: serialIds.length * 1_000, serialIds }];
    }),
  );
  const sumOf = (wanted: DeliveryMove['move']): number =>
    moves.reduce((sum, { move, quantityMilli }) => sum + (move === wanted ? quantityMilli : 0), 0);
  const isNamed = sumOf('return-to-sender') === refusedMilli && sumOf('lose-in-transit') === shortMilli;
  return isNamed ? moves : undefined;
}

function faultOf(signed: SignedLine, shippedMilli: number): ProofFault['kind'] | undefined {
  if (signed.deliveredMilli + signed.refusedMilli > shippedMilli) return 'more-than-shipped';
  if (signed.damagedMilli > signed.deliveredMilli) return 'more-damaged-than-kept';
  return signed.refusedMilli > 0 && signed.refusedReason === undefined ? 'refused-without-reason' : undefined;
}

/**
 * What a signature at the door means, from what left and what was said: by line of the order, and as moves of the ledger.
 * Shipped = kept + refused + short, for each line. A line that nobody speaks of arrived as it left. Pure.
 */
export function judgeProof(
  left: readonly LeftLine[],
  said: readonly SignedLine[],
): JudgedProof | { fault: ProofFault } {
  const byNumber = [...left].sort((a, b) =>
    a.lineNumber.localeCompare(b.lineNumber, 'en', { numeric: true }),
  );
  const ids = [...new Set(byNumber.map(({ orderLineId }) => orderLineId))];
  const unknown = said.find(({ orderLineId }) => !ids.includes(orderLineId));
  if (unknown !== undefined) return { fault: { orderLineId: unknown.orderLineId, kind: 'unknown-line' } };
  const lines: ProvenLine[] = [];
  const moves: DeliveryMove[] = [];
  for (const orderLineId of ids) {
    const parts = left.filter((one) => one.orderLineId === orderLineId);
    const shippedMilli = parts.reduce((sum, part) => sum + part.shippedMilli, 0);
    const signed = said.find((one) => one.orderLineId === orderLineId) ?? {
      ...{ orderLineId, deliveredMilli: shippedMilli, damagedMilli: 0, refusedMilli: 0 },
    };
    const kind = faultOf(signed, shippedMilli);
    if (kind !== undefined) return { fault: { orderLineId, kind } };
    const { deliveredMilli, damagedMilli, refusedMilli } = signed;
    const line: ProvenLine = {
      ...{ orderLineId, lineNumber: parts[0]?.lineNumber ?? '', shippedMilli },
      ...{ deliveredMilli, damagedMilli, refusedMilli },
      shortMilli: shippedMilli - deliveredMilli - refusedMilli,
      refusedReason: refusedMilli > 0 ? (signed.refusedReason ?? null) : null,
    };
    const hasSerials = parts.some(({ serials = [] }) => serials.length > 0);
    const moved = hasSerials ? serialMovesOf(line, signed, parts) : movesOf(line, parts);
    if (moved === undefined) return { fault: { orderLineId, kind: 'serials-to-name' } };
    lines.push(line);
    moves.push(...moved);
  }
  return { lines, moves, isRefused: lines.every(({ deliveredMilli }) => deliveredMilli === 0) };
}
