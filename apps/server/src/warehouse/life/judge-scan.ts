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

/** A unit that is read at a stop; where it is, when it is known. */
export type UnitAtStop = { state: string; placeName: string | null; isHere: boolean };

export type JudgedScan =
  | { kind: 'bin' }
  /** The right thing; so much of it was held to the scanner, and with its serial number where the barcode has one. */
  | { kind: 'item'; quantityMilli: number; serialNumber?: string }
  | { kind: 'serial'; serialNumber: string }
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
  const read = scan.serialNumber === undefined ? {} : { serialNumber: scan.serialNumber };
  return { kind: 'item', quantityMilli: pack.baseMilli * (scan.count ?? 1), ...read };
}

/** What a serial number at a stop means: a unit that lies there, or a sentence that says where it is. */
export function judgeUnit(serialNumber: string, stop: Stop, unit: UnitAtStop | undefined): JudgedScan {
  if (unit === undefined)
    return wrong(`Serial number ${serialNumber} of ${stop.itemNumber} is not known: scan it again`);
  if (unit.isHere) return { kind: 'serial', serialNumber };
  const now =
    unit.state === 'outside' ? 'not in stock' : `${unit.state.replaceAll('-', ' ')} at ${unit.placeName}`;
  const lot = stop.lotNumber === null ? '' : ` of lot ${stop.lotNumber}`;
  return wrong(`Serial number ${serialNumber} is ${now}: take a unit${lot} that lies in bin ${stop.binCode}`);
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
  lines: readonly (Omit<Stop, 'binCode' | 'isAtBin'> & {
    lineId: string;
    leftMilli: number;
    unit: string;
    /** Serial numbers of the line that are picked, and in no carton yet; null: its units have none. */
    freeSerials: readonly string[] | null;
  })[];
};

export type JudgedPackScan =
  | { kind: 'carton'; unitId: string }
  | { kind: 'item'; unitId: string; lineId: string; quantityMilli: number; serialNumber?: string }
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
  if (line.freeSerials !== null) {
    if (scan.serialNumber === undefined)
      return refuse(`Each ${line.itemNumber} has a serial number: scan that, not the item`);
    return packUnit(scan.serialNumber, carton);
  }
  return { kind: 'item', unitId: carton.unitId, lineId: line.lineId, quantityMilli };
}

/** A unit by its serial number, for the open carton. */
function packUnit(serialNumber: string, { unitId, lines }: OpenCarton): JudgedPackScan {
  const line = lines.find(({ freeSerials }) => freeSerials?.includes(serialNumber));
  if (line === undefined)
    return refuse(
      `Serial number ${serialNumber} was not picked for this carton, or is in it already: put it aside`,
    );
  if (line.leftMilli < 1_000)
    return refuse(`All of ${line.itemNumber} is in this carton already: it goes into another`);
  return { kind: 'item', unitId, lineId: line.lineId, quantityMilli: 1_000, serialNumber };
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
  const open = cartons.find(({ unitId, state }) => unitId === currentId && state === 'open');
  const plain = typed.trim();
  if (open?.lines.some(({ freeSerials }) => freeSerials?.includes(plain))) return packUnit(plain, open);
  const scan = readScan(typed, today);
  if (scan.kind === 'unreadable') return refuse(scan.why);
  if (scan.kind === 'place' && open?.lines.some(({ freeSerials }) => freeSerials !== null))
    return packUnit(plain, open);
  if (scan.kind === 'place') return refuse(`${scan.code} is a bin: scan a carton, then what goes into it`);
  if (scan.kind === 'sscc') {
    const carton = cartons.find(({ sscc }) => sscc === scan.sscc);
    if (carton === undefined) return refuse(`Carton ${scan.sscc} is not of this order`);
    return carton.state === 'open'
      ? { kind: 'carton', unitId: carton.unitId }
      : refuse(`Carton ${scan.sscc} is ${carton.state}: open it again before changing it`);
  }
  if (open === undefined) return refuse('Scan a carton first, then what goes into it');
  return judgePacked(
    scan,
    open,
    (gtin14) =>
      cartons.find(
        ({ state, lines }) =>
          state === 'open' && lines.some(({ packs }) => packs.some((pack) => pack.gtin14 === gtin14)),
      )?.sscc,
  );
}
