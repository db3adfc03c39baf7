import type { FreightCharge, FreightLine } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { decimalText, type Reading } from '../reading.ts';
import { readWeight, weightTexts, weightUnitList } from '../transport/weights.ts';
import type { Writing } from '../writing.ts';

const chargeList = ({ freight }: AgreementProfile) => codeList('kind of charge', freight.charges);
const basisList = ({ freight }: AgreementProfile) => codeList('basis of the rate', freight.rateBases);

/** LX with what was carried (L5, L0) and what is asked for it (L1). `beginning` may name the unit of its weight. */
export function readFreightLine(
  from: Reading,
  loop: Loop,
  beginning: PlacedSegment | undefined,
  profile: AgreementProfile,
) {
  const loads = loop.all('L0');
  const weighed = loads.filter((at) => from.text(at, 4) !== undefined);
  const heavy =
    weighed.find(({ segment }) => segment.value(5) === profile.transport.weightKind) ?? weighed[0];
  const counted = loads.find((at) => from.text(at, 8) !== undefined);
  return {
    description: from.text(loop.first('L5'), 2),
    weight: readFreightWeight(from, heavy, { amount: 4, unit: 11, beginning }, profile),
    pieces: counted === undefined ? undefined : from.scaled(counted, 8, 0, 'number of pieces'),
    charges: loop.all('L1').map((at) => readCharge(from, at, profile)),
  };
}

/** The unit stands beside the weight, else in B305 for the whole invoice, else it is the agreed one. */
export function readFreightWeight(
  from: Reading,
  at: PlacedSegment | undefined,
  { amount, unit, beginning }: { amount: number; unit: number; beginning: PlacedSegment | undefined },
  profile: AgreementProfile,
) {
  const { weightUnitWhenAbsent } = profile.freight;
  if (from.text(at, amount) === undefined || from.text(at, unit) !== undefined)
    return readWeight(from, at, { amount, unit }, profile);
  const isSaidOnce = from.text(beginning, 5) !== undefined;
  if (!isSaidOnce && weightUnitWhenAbsent === undefined)
    return readWeight(from, at, { amount, unit }, profile);
  return {
    amountMilli: from.scaled(at, amount, 3, 'weight'),
    unit: isSaidOnce ? from.code(weightUnitList(profile), beginning, 5) : weightUnitWhenAbsent,
  };
}

function readCharge(from: Reading, at: PlacedSegment, profile: AgreementProfile) {
  return {
    kind: from.text(at, 8) === undefined ? 'freight' : from.code(chargeList(profile), at, 8),
    rate:
      from.text(at, 2) === undefined
        ? undefined
        : {
            amountMicros: from.scaled(at, 2, 6, 'rate'),
            basis: from.code(basisList(profile), at, 3),
          },
    // L104 is N2: 5165 are 51.65.
    amountHundredths: from.scaled(at, 4, 0, 'charge'),
    description: from.text(at, 12),
  };
}

const numbersMax = 999;

export function writeFreightLine(
  to: Writing,
  line: FreightLine,
  number: number,
  profile: AgreementProfile,
): void {
  to.segment('LX', String(number));
  // L501, L001 and L101 have room for three digits, and say nothing that the LX does not say.
  const own = number > numbersMax ? '' : String(number);
  const { description, weight, pieces } = line;
  if (description !== undefined) to.segment('L5', own, description);
  if (weight !== undefined || pieces !== undefined) {
    const { amount, unit } = weightTexts(to, weight, profile);
    const kind = weight === undefined ? '' : profile.transport.weightKind;
    const count = pieces === undefined ? '' : String(pieces);
    to.segment('L0', own, '', '', amount, kind, '', '', count, '', '', unit);
  }
  for (const charge of line.charges) writeCharge(to, charge, own, profile);
}

function writeCharge(to: Writing, charge: FreightCharge, number: string, profile: AgreementProfile): void {
  const { kind, rate, amountHundredths, description } = charge;
  const code = chargeList(profile).toTheirs(kind);
  if (code === '') to.complain(`the charge "${kind}" has no agreed code in L108`);
  const amount = rate === undefined ? '' : decimalText(rate.amountMicros, 6);
  if (amount.replace('.', '').length > 9) to.complain(`the rate ${amount} has more than nine digits`);
  const basis = rate === undefined ? '' : basisList(profile).toTheirs(rate.basis);
  to.segment(
    'L1',
    number,
    amount,
    basis,
    String(amountHundredths),
    ...['', '', ''],
    code,
    ...['', '', ''],
    description,
  );
}
