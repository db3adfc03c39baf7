import type { Carriage, ShipmentWeight, TransportReference, WarehouseMomentKind } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { unitList } from '../items.ts';
import { optionalParty, type PartyFacts, writePartyWithOneId } from '../parties.ts';
import { decimalText, type Reading } from '../reading.ts';
import { momentKind, readMoment } from '../transport/x12-moments.ts';
import { referenceCodes } from '../transport/x12-references.ts';
import type { Writing } from '../writing.ts';
import { sumOf } from './x12-lines.ts';

const modeList = ({ despatch }: AgreementProfile) => codeList('kind of transport', despatch.modes);
const paymentList = ({ transport }: AgreementProfile) =>
  codeList('payment of the freight', transport.payments);
const reportingList = ({ warehouse }: AgreementProfile) =>
  codeList('kind of report', { report: warehouse.reporting });

type Parties = Partial<Record<'depositor' | 'warehouse' | 'shipFrom' | 'shipTo', PartyFacts | undefined>>;

const rolesOf = ({ warehouse, parties }: AgreementProfile) => ({
  ...warehouse.parties,
  shipTo: parties.shipTo,
});
const namesOfRoles = {
  depositor: 'depositor',
  warehouse: 'warehouse',
  shipFrom: 'place that ships',
  shipTo: 'place of delivery',
} as const;

export const readWarehouseParty = (
  from: Reading,
  root: Loop,
  role: keyof Parties,
  profile: AgreementProfile,
): PartyFacts | undefined => optionalParty(from, root, rolesOf(profile)[role], profile);

export function writeWarehouseParties(to: Writing, parties: Parties, profile: AgreementProfile): void {
  for (const role of ['depositor', 'warehouse', 'shipFrom', 'shipTo'] as const) {
    const party = parties[role];
    if (party === undefined) continue;
    const about = { role: rolesOf(profile)[role][0], what: namesOfRoles[role] };
    writePartyWithOneId(to, about, party, profile);
  }
}

/** W0601 or W1701: only reports of the agreed kinds are taken. */
export const checkReporting = (
  from: Reading,
  at: PlacedSegment | undefined,
  profile: AgreementProfile,
): unknown => from.code(reportingList(profile), at, 1);

export function writeReferences(
  to: Writing,
  references: readonly TransportReference[],
  profile: AgreementProfile,
): void {
  for (const reference of references) {
    const { qualifier, value } = referenceCodes(reference, profile);
    to.segment('N9', qualifier, value);
  }
}

/** Elements of W27, W66 or W08. */
export type CarriagePlaces = {
  mode: number;
  carrier: number;
  routing: number;
  payment?: number;
  equipment?: number;
};

export function readCarriage(
  from: Reading,
  at: PlacedSegment | undefined,
  { mode, carrier, routing, payment, equipment }: CarriagePlaces,
  profile: AgreementProfile,
) {
  if (at === undefined) return undefined;
  const isPaid = payment !== undefined && from.text(at, payment) !== undefined;
  return {
    mode: from.code(modeList(profile), at, mode),
    carrierCode: from.text(at, carrier),
    routing: from.text(at, routing),
    payment: isPaid ? from.code(paymentList(profile), at, payment) : undefined,
    equipmentNumber: equipment === undefined ? undefined : from.text(at, equipment),
  };
}

export const carriageTexts = (
  { mode, payment }: Pick<Carriage, 'mode' | 'payment'>,
  profile: AgreementProfile,
): { mode: string; payment: string } => ({
  mode: modeList(profile).toTheirs(mode),
  payment: payment === undefined ? '' : paymentList(profile).toTheirs(payment),
});

/** W27 of a shipment. */
export const w27: CarriagePlaces = { mode: 1, carrier: 2, routing: 3, payment: 4, equipment: 7 };

export function writeW27(to: Writing, carriage: Carriage, profile: AgreementProfile): void {
  const { carrierCode, routing, equipmentNumber } = carriage;
  const { mode, payment } = carriageTexts(carriage, profile);
  to.segment('W27', mode, carrierCode, routing, payment, '', '', equipmentNumber);
}

/** The agreed moments of an order, in their order. */
export function readMoments(from: Reading, segments: readonly PlacedSegment[], profile: AgreementProfile) {
  return segments.flatMap((at) => {
    const kind = momentKind<WarehouseMomentKind>(from, at, profile.warehouse.moments);
    return kind === undefined ? [] : [{ kind, at: readMoment(from, at, 'day of the order') }];
  });
}

/** A day in a G62 of one of the kinds. */
export function readG62Day(
  from: Reading,
  segments: readonly PlacedSegment[],
  kinds: readonly string[],
  what: string,
) {
  return from.optionalDate(
    segments.find(({ segment }) => kinds.includes(segment.value(1))),
    2,
    what,
  );
}

/** W03: units, weight and cartons of a shipment. */
export function readShipmentTotals(from: Reading, at: PlacedSegment | undefined, profile: AgreementProfile) {
  const unit = from.text(at, 7);
  const isCartons = unit === undefined || profile.warehouse.cartons.includes(unit);
  return {
    weight:
      from.text(at, 2) === undefined
        ? undefined
        : { amountMilli: from.scaled(at, 2, 3, 'weight'), unit: from.code(unitList(profile), at, 3) },
    cartonCount:
      from.text(at, 6) === undefined || !isCartons ? undefined : from.scaled(at, 6, 0, 'number of cartons'),
  };
}

export function writeW03(
  to: Writing,
  {
    shipped,
    weight,
    cartonCount,
  }: {
    shipped: readonly { amountMilli: number }[];
    weight?: ShipmentWeight | undefined;
    cartonCount?: number | undefined;
  },
  profile: AgreementProfile,
): void {
  const { cartons } = profile.warehouse;
  to.segment(
    'W03',
    decimalText(sumOf(shipped), 3),
    weight === undefined ? '' : decimalText(weight.amountMilli, 3),
    weight === undefined ? '' : to.unit(weight.unit),
    '',
    '',
    cartonCount === undefined ? '' : String(cartonCount),
    cartonCount === undefined ? '' : cartons[0],
  );
}
