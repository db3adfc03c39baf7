import type { DespatchedCarton, DespatchedLine, DespatchedPallet, ShipmentWeight } from '@coplan/documents';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readItemIds, unitList, writeItemIds } from '../items.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { childrenOf, type HlLevel } from './x12-levels.ts';
import { readSsccs, writeSscc } from './x12-ssccs.ts';

const remainderList = ({ despatch }: AgreementProfile) => codeList('fate of the rest', despatch.remainders);

/** Writes HL segments and numbers them. */
export class Levels {
  readonly #to: Writing;
  #count = 0;

  constructor(to: Writing) {
    this.#to = to;
  }

  /** Opens a level and gives its number back. */
  open(code: string, parent: number | undefined, hasChildren: boolean): number {
    this.#count += 1;
    const above = parent === undefined ? '' : String(parent);
    this.#to.segment('HL', String(this.#count), above, code, hasChildren ? '1' : '0');
    return this.#count;
  }
}

export function readSscc(from: Reading, level: HlLevel, profile: AgreementProfile): string | undefined {
  const ssccs = readSsccs(from, level.loop, profile);
  if (new Set(ssccs).size > 1) from.complain(level.head, 0, 'a package has one SSCC, here are several');
  return ssccs[0];
}

/** TD106 G is the gross weight. */
export function readWeight(from: Reading, { loop }: HlLevel, profile: AgreementProfile) {
  const at = loop.all('TD1').find(({ segment }) => segment.value(6) === 'G');
  if (at === undefined) return undefined;
  return { amountMilli: from.scaled(at, 7, 3, 'weight'), unit: from.code(unitList(profile), at, 8) };
}

export const weightElements = (to: Writing, weight: ShipmentWeight | undefined): string[] =>
  weight === undefined ? [] : ['G', decimalText(weight.amountMilli, 3), to.unit(weight.unit)];

export function readPallet(from: Reading, level: HlLevel, profile: AgreementProfile) {
  return {
    sscc: readSscc(from, level, profile),
    weight: readWeight(from, level, profile),
    cartons: childrenOf(level, 'P').map((child) => readCarton(from, child, profile)),
    lines: childrenOf(level, 'I').map((child) => readLine(from, child, profile)),
  };
}

export function readCarton(from: Reading, level: HlLevel, profile: AgreementProfile) {
  return {
    sscc: readSscc(from, level, profile),
    weight: readWeight(from, level, profile),
    lines: childrenOf(level, 'I').map((child) => readLine(from, child, profile)),
  };
}

export function readLine(from: Reading, level: HlLevel, profile: AgreementProfile) {
  const { loop, head } = level;
  const { dates, lotNumbers, serialNumbers } = profile.despatch;
  const item = loop.first('LIN');
  const shipped = loop.first('SN1');
  if (item === undefined) from.complain(head, 0, 'the item is missing: send a LIN', 'value-missing');
  if (shipped === undefined) from.complain(head, 0, 'the shipped quantity is missing: send an SN1');
  const text = loop.all('PID').find(({ segment }) => segment.value(1) === 'F');
  const expires = loop.all('DTM').find(({ segment }) => dates.expires.includes(segment.value(1)));
  const remainder =
    from.text(shipped, 8) === undefined ? undefined : from.code(remainderList(profile), shipped, 8);
  const serials = loop
    .all('REF')
    .filter(({ segment }) => serialNumbers.includes(segment.value(1)))
    .map((at) => from.required(at, 2, 'serial number'));
  let lotNumber = from.text(
    loop.all('REF').find(({ segment }) => lotNumbers.includes(segment.value(1))),
    2,
  );
  for (let position = 2; item !== undefined && position < item.segment.count; position += 2) {
    const qualifier = item.segment.value(position);
    if (lotNumbers.includes(qualifier)) lotNumber ??= from.text(item, position + 1);
    if (serialNumbers.includes(qualifier)) serials.push(from.required(item, position + 1, 'serial number'));
  }
  return {
    lineNumber: from.text(item, 1),
    ...(item === undefined ? {} : readItemIds(from, item, 2, profile)),
    description: from.text(text, 5),
    shipped: {
      amountMilli: from.scaled(shipped, 2, 3, 'shipped quantity'),
      unit: from.code(unitList(profile), shipped, 3),
    },
    ordered:
      from.text(shipped, 5) === undefined
        ? undefined
        : {
            amountMilli: from.scaled(shipped, 5, 3, 'ordered quantity'),
            unit: from.code(unitList(profile), shipped, 6),
          },
    remainder: remainder === 'none' ? undefined : remainder,
    lotNumber,
    expiresOn: from.optionalDate(expires, 2, 'last day of use'),
    serialNumbers: serials.length === 0 ? undefined : serials,
    ssccs: childrenOf(level, 'P').flatMap((carton) => readSsccs(from, carton.loop, profile)),
  };
}

type Place = { to: Writing; levels: Levels; parent: number; profile: AgreementProfile };

export function writePallet(pallet: DespatchedPallet, { to, levels, parent, profile }: Place): void {
  const own = levels.open('T', parent, true);
  if (pallet.weight !== undefined)
    to.segment('TD1', '', '', '', '', '', ...weightElements(to, pallet.weight));
  writeSscc(to, pallet.sscc, profile);
  const below = { to, levels, parent: own, profile };
  for (const carton of pallet.cartons) writeCarton(carton, below);
  for (const line of pallet.lines) writeLine(line, below);
}

export function writeCarton(carton: DespatchedCarton, { to, levels, parent, profile }: Place): void {
  const own = levels.open('P', parent, true);
  if (carton.weight !== undefined)
    to.segment('TD1', '', '', '', '', '', ...weightElements(to, carton.weight));
  writeSscc(to, carton.sscc, profile);
  for (const line of carton.lines) writeLine(line, { to, levels, parent: own, profile });
}

export function writeLine(line: DespatchedLine, { to, levels, parent, profile }: Place): void {
  const { dates, lotNumbers, serialNumbers } = profile.despatch;
  const own = levels.open('I', parent, line.ssccs.length > 0);
  const lot = line.lotNumber === undefined ? [] : [lotNumbers[0], line.lotNumber];
  to.segment('LIN', line.lineNumber, ...writeItemIds(to, line, profile), ...lot);
  const { shipped, ordered, remainder } = line;
  to.segment(
    'SN1',
    '',
    decimalText(shipped.amountMilli, 3),
    to.unit(shipped.unit),
    '',
    ordered === undefined ? '' : decimalText(ordered.amountMilli, 3),
    ordered === undefined ? '' : to.unit(ordered.unit),
    '',
    remainder === undefined ? '' : remainderList(profile).toTheirs(remainder),
  );
  if (line.description !== undefined) to.segment('PID', 'F', '', '', '', line.description);
  for (const serialNumber of line.serialNumbers ?? []) to.segment('REF', serialNumbers[0], serialNumber);
  if (line.expiresOn !== undefined) to.segment('DTM', dates.expires[0], toCcyymmdd(line.expiresOn));
  for (const sscc of line.ssccs) {
    levels.open('P', own, false);
    writeSscc(to, sscc, profile);
  }
}
