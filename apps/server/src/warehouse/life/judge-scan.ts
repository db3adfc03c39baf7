import { readScan, type Scan } from '@coplan/fulfillment';
import { formatMilli, type LocalDate } from '@coplan/kernel';

/** Where a picker stands, and what is to be taken there. */
export type Stop = {
  binCode: string;
  gtin14: string | null;
  itemNumber: string;
  description: string;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  /** GTIN-14s of packs with what they hold; the item's own is among them. */
  packs: readonly { gtin14: string; baseMilli: number }[];
  isAtBin: boolean;
};

export type JudgedScan =
  | { kind: 'bin' }
  /** The right thing; so much of it was held to the scanner. */
  | { kind: 'item'; quantityMilli: number }
  | { kind: 'wrong'; why: string };

const wrong = (why: string): JudgedScan => ({ kind: 'wrong', why });

function judgeItem(scan: Extract<Scan, { kind: 'item' }>, stop: Stop): JudgedScan {
  const pack = stop.packs.find(({ gtin14 }) => gtin14 === scan.gtin14);
  const wanted = `${stop.itemNumber} ${stop.description}`;
  if (pack === undefined) return wrong(`${scan.gtin14} is another item: take ${wanted}`);
  if (scan.lotNumber !== undefined && stop.lotNumber !== null && scan.lotNumber !== stop.lotNumber)
    return wrong(`That is lot ${scan.lotNumber}: take lot ${stop.lotNumber} of ${wanted}`);
  if (scan.expiresOn !== undefined && stop.expiresOn !== null && scan.expiresOn !== stop.expiresOn)
    return wrong(`That is good until ${scan.expiresOn}: take what is good until ${stop.expiresOn}`);
  if (!stop.isAtBin)
    return wrong(`Scan the label of bin ${stop.binCode} first, so that it is the right place`);
  return { kind: 'item', quantityMilli: pack.baseMilli * (scan.count ?? 1) };
}

/** What a scan at a stop means: the right bin, the right item, or a sentence that says what is wrong and what to do. */
export function judgePickScan(typed: string, stop: Stop, today: LocalDate): JudgedScan {
  const scan = readScan(typed, today);
  switch (scan.kind) {
    case 'unreadable':
      return wrong(scan.why);
    case 'sscc':
      return wrong(
        `${scan.sscc} is a carton: here bin ${stop.binCode} and ${stop.itemNumber} are to be scanned`,
      );
    case 'item':
      return judgeItem(scan, stop);
    case 'place':
      return scan.code === stop.binCode
        ? { kind: 'bin' }
        : wrong(`You are at ${scan.code}: go to bin ${stop.binCode}`);
  }
}

export type OpenCarton = {
  unitId: string;
  sscc: string;
  state: string;
  lines: readonly (Omit<Stop, 'binCode' | 'isAtBin'> & { lineId: string; leftMilli: number; unit: string })[];
};

export type JudgedPackScan =
  | { kind: 'carton'; unitId: string }
  | { kind: 'item'; unitId: string; lineId: string; quantityMilli: number }
  | { kind: 'wrong'; why: string };

const refuse = (why: string): JudgedPackScan => ({ kind: 'wrong', why });

function judgePacked(
  scan: Extract<Scan, { kind: 'item' }>,
  carton: OpenCarton,
  isElsewhere: (gtin14: string) => string | undefined,
): JudgedPackScan {
  const fitting = carton.lines.filter(({ packs }) => packs.some(({ gtin14 }) => gtin14 === scan.gtin14));
  if (fitting.length === 0) {
    const sscc = isElsewhere(scan.gtin14);
    return refuse(
      sscc === undefined
        ? `${scan.gtin14} is not of this order: put it back`
        : `${scan.gtin14} goes into carton ${sscc}: scan that carton first`,
    );
  }
  const ofLot = fitting.filter(
    ({ lotNumber }) => scan.lotNumber === undefined || lotNumber === null || lotNumber === scan.lotNumber,
  );
  const [line] = ofLot.filter(({ leftMilli }) => leftMilli > 0);
  if (ofLot.length === 0)
    return refuse(
      `Lot ${scan.lotNumber} is not for this carton: it takes lot ${fitting.map(({ lotNumber }) => lotNumber).join(' or ')}`,
    );
  if (line === undefined) return refuse(`All of ${ofLot[0]?.itemNumber} is in this carton already`);
  const pack = line.packs.find(({ gtin14 }) => gtin14 === scan.gtin14);
  const quantityMilli = (pack?.baseMilli ?? 0) * (scan.count ?? 1);
  if (quantityMilli > line.leftMilli)
    return refuse(
      `That is ${formatMilli(quantityMilli)} ${line.unit}, and the carton takes ${formatMilli(line.leftMilli)} more: open the pack, or type the amount`,
    );
  return { kind: 'item', unitId: carton.unitId, lineId: line.lineId, quantityMilli };
}

/** What a scan at the packing table means: another carton, a thing for the open one, or why neither. */
export function judgePackScan(
  typed: string,
  {
    cartons,
    currentId,
    today,
  }: { cartons: readonly OpenCarton[]; currentId: string | undefined; today: LocalDate },
): JudgedPackScan {
  const scan = readScan(typed, today);
  if (scan.kind === 'unreadable') return refuse(scan.why);
  if (scan.kind === 'place') return refuse(`${scan.code} is a bin: scan a carton, then what goes into it`);
  if (scan.kind === 'sscc') {
    const carton = cartons.find(({ sscc }) => sscc === scan.sscc);
    if (carton === undefined) return refuse(`Carton ${scan.sscc} is not of this order`);
    return carton.state === 'open'
      ? { kind: 'carton', unitId: carton.unitId }
      : refuse(`Carton ${scan.sscc} is ${carton.state}: open it again before changing it`);
  }
  const current = cartons.find(({ unitId, state }) => unitId === currentId && state === 'open');
  if (current === undefined) return refuse('Scan a carton first, then what goes into it');
  return judgePacked(
    scan,
    current,
    (gtin14) =>
      cartons.find(
        ({ state, lines }) =>
          state === 'open' && lines.some(({ packs }) => packs.some((pack) => pack.gtin14 === gtin14)),
      )?.sscc,
  );
}
