import type {
  Contact,
  LocalMoment,
  RoutedOrder,
  RoutingMomentKind,
  TransportReference,
} from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { decimalText, type Reading } from '../reading.ts';
import { readWeight, weightTexts } from '../transport/weights.ts';
import { momentKind, readMoment, writeMoment } from '../transport/x12-moments.ts';
import { referenceCodes } from '../transport/x12-references.ts';
import type { Writing } from '../writing.ts';

export const routingPurposeList = codeList('purpose of the message', {
  original: '00',
  change: '04',
  replacement: '05',
  cancellation: '01',
});
const packagingList = ({ routing }: AgreementProfile) => codeList('kind of package', routing.packaging);
const volumeUnitList = ({ routing }: AgreementProfile) => codeList('unit of volume', routing.volumeUnits);

/** 753 and 754 came after 004010. */
export function refuseOldVersion(to: Writing, type: string, { version }: AgreementProfile): void {
  if (version < '005010') to.complain(`a ${type} exists from 005010 on: agree that version for it`);
}

/** The first PER: a name, a phone, an e-mail address. */
export function readContact(from: Reading, root: Loop, { routing }: AgreementProfile): Contact | undefined {
  const at = root.first('PER');
  const numberOf = (kinds: readonly string[]): string | undefined => {
    const position = [3, 5, 7].find((one) => kinds.includes(at?.segment.value(one) ?? ''));
    return position === undefined ? undefined : from.text(at, position + 1);
  };
  const { phone, email } = routing.contacts;
  const found = { name: from.text(at, 2), phone: numberOf(phone), email: numberOf(email) };
  return (found.name ?? found.phone ?? found.email) === undefined ? undefined : found;
}

export function writeContact(to: Writing, contact: Contact | undefined, { routing }: AgreementProfile): void {
  if (contact === undefined) return;
  const { contacts } = routing;
  const numbers: (string | undefined)[] = [];
  if (contact.phone !== undefined) numbers.push(contacts.phone[0], contact.phone);
  if (contact.email !== undefined) numbers.push(contacts.email[0], contact.email);
  to.segment('PER', contacts.function[0], contact.name, ...numbers);
}

/** OID: an order with its packages, weight and volume. */
export function readRoutedOrder(from: Reading, at: PlacedSegment | undefined, profile: AgreementProfile) {
  return {
    reference: from.text(at, 1),
    poNumber: from.text(at, 2),
    packages:
      from.text(at, 5) === undefined
        ? undefined
        : {
            count: from.scaled(at, 5, 0, 'number of packages'),
            kind: from.text(at, 4) === undefined ? undefined : from.code(packagingList(profile), at, 4),
          },
    weight: readWeight(from, at, { amount: 7, unit: 6 }, profile),
    volume:
      from.text(at, 9) === undefined
        ? undefined
        : { amountMilli: from.scaled(at, 9, 3, 'volume'), unit: from.code(volumeUnitList(profile), at, 8) },
  };
}

export function writeRoutedOrder(to: Writing, order: RoutedOrder, profile: AgreementProfile): void {
  const { reference, poNumber, packages, volume } = order;
  const { amount, unit } = weightTexts(to, order.weight, profile);
  to.segment(
    'OID',
    reference,
    poNumber,
    '',
    packages?.kind === undefined ? '' : packagingList(profile).toTheirs(packages.kind),
    packages === undefined ? '' : String(packages.count),
    unit,
    amount,
    volume === undefined ? '' : volumeUnitList(profile).toTheirs(volume.unit),
    volume === undefined ? '' : decimalText(volume.amountMilli, 3),
  );
}

export function readRoutingMoments(
  from: Reading,
  loop: Loop,
  table: AgreementProfile['routing']['moments']['request'],
) {
  return loop.all('G62').flatMap((at) => {
    const kind = momentKind<RoutingMomentKind>(from, at, table);
    return kind === undefined ? [] : [{ kind, at: readMoment(from, at, `day of the ${kind}`) }];
  });
}

export function writeRoutingMoments(
  to: Writing,
  moments: readonly { kind: RoutingMomentKind; at: LocalMoment }[],
  table: AgreementProfile['routing']['moments']['request'],
): void {
  for (const { kind, at } of moments) writeMoment(to, table[kind], at);
}

export function writeL11(
  to: Writing,
  references: readonly TransportReference[],
  profile: AgreementProfile,
): void {
  for (const reference of references) {
    const { qualifier, value } = referenceCodes(reference, profile);
    to.segment('L11', value, qualifier);
  }
}
