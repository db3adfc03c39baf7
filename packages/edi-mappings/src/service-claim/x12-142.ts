import { type Claim, type Repair, type ServiceClaim, serviceClaim } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { unitList } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, writeParty } from '../parties.ts';
import { readDescription, writeDescription } from '../purchase-order/x12-order-lines.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import {
  amountIn,
  dayIn,
  itemPairs,
  purposes,
  readCount,
  readCurrency,
  readItem,
  readTotal,
  writeAmount,
  writeCount,
  writeDay,
  writeTotal,
} from '../warranty/x12-warranty.ts';
import type { Writing } from '../writing.ts';

/** ASC X12 142 at 004010 and 005010. Codes of complaints and repairs are the partner's own. */
export const x12ServiceClaim = defineMapping<ServiceClaim>({
  type: '142',
  document: serviceClaim,
  read(root, from, profile) {
    const { parties } = profile.warranty;
    const beginning = root.first('BGN');
    return {
      documentType: 'service-claim',
      purpose: from.code(purposes, beginning, 1),
      batchNumber: from.required(beginning, 2, 'number of the claims'),
      writtenOn: from.localDate(beginning, 3, 'day of the claims'),
      claimant: optionalParty(from, root, parties.claimant, profile) ?? {},
      manufacturer: optionalParty(from, root, parties.manufacturer, profile),
      currency: readCurrency(from, root, profile),
      claims: root.loops('LX').map((loop) => readClaim(loop, from, profile)),
      totalMinor: readTotal(from, root),
    };
  },
  write(document, to, profile) {
    const { parties } = profile.warranty;
    const day = toCcyymmdd(document.writtenOn);
    to.segment('BGN', purposes.toTheirs(document.purpose), document.batchNumber, day);
    writeParty(to, parties.claimant[0], document.claimant, profile);
    if (document.manufacturer !== undefined)
      writeParty(to, parties.manufacturer[0], document.manufacturer, profile);
    document.claims.forEach((claim, index) => {
      to.segment('LX', String(index + 1));
      writeClaim(claim, to, profile);
    });
    writeTotal(to, document, profile);
  },
});

function readClaim(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { references } = profile.warranty;
  const numbers = loop.loops('N9').map((group) => group.first('N9'));
  const numberOf = (codes: readonly string[]) =>
    numbers.find((at) => codes.includes(at?.segment.value(1) ?? ''));
  const own = numberOf(references.claim);
  if (own === undefined) {
    const why = `the number of the claim is missing: send an N9 with ${references.claim.join(', ')}`;
    from.complain(loop.first('LX'), 0, why, 'value-missing');
  }
  const [item, another] = loop.loops('LIN');
  if (another !== undefined)
    from.complain(another.first('LIN'), 0, 'a claim is about one product: send another claim for each more');
  return {
    claimNumber: own === undefined ? undefined : from.required(own, 2, 'number of the claim'),
    authorisationNumber: from.text(numberOf(references.authorisation), 2),
    item: item === undefined ? {} : readClaimedItem(item, from, profile),
    complaints: loop.loops('PRR').map((group) => {
      const at = group.first('PRR');
      return { code: from.text(at, 4), text: from.text(at, 5) };
    }),
    repairs: loop.loops('REP').map((group) => readRepair(group, from, profile)),
    amountMinor: amountIn(from, loop, profile),
  };
}

function readClaimedItem(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { dates } = profile.warranty;
  return {
    ...readItem(from, loop.first('LIN'), 2, profile),
    description: readDescription(from, loop),
    quantity: readCount(from, loop, profile),
    boughtOn: dayIn(from, loop, dates.bought, 'day of purchase'),
    failedOn: dayIn(from, loop, dates.failed, 'day of failure'),
  };
}

function readRepair(loop: Loop, from: Reading, profile: AgreementProfile) {
  const at = loop.first('REP');
  return {
    actionCode: from.text(at, 8),
    text: from.text(at, 9),
    repairedOn: dayIn(from, loop, profile.warranty.dates.repaired, 'day of repair'),
    parts: loop.loops('IT1').map((part) => {
      const head = part.first('IT1');
      return {
        ...readItem(from, head, 6, profile),
        quantity: {
          amountMilli: from.scaled(head, 2, 3, 'quantity of the part'),
          unit: from.code(unitList(profile), head, 3),
        },
        unitPriceMicros: from.scaled(head, 4, 6, 'price of the part'),
      };
    }),
  };
}

function writeClaim(claim: Claim, to: Writing, profile: AgreementProfile): void {
  const { references, dates } = profile.warranty;
  const { item, complaints, repairs } = claim;
  to.segment('N9', references.claim[0], claim.claimNumber);
  if (claim.authorisationNumber !== undefined)
    to.segment('N9', references.authorisation[0], claim.authorisationNumber);
  to.segment('LIN', '', ...itemPairs(to, item, profile));
  writeDescription(to, item.description);
  writeCount(to, item.quantity, profile);
  writeDay(to, dates.bought, item.boughtOn, 'day of purchase');
  writeDay(to, dates.failed, item.failedOn, 'day of failure');
  for (const { code, text } of complaints) to.segment('PRR', '', '', '', code, text);
  for (const repair of repairs) writeRepair(repair, to, profile);
  writeAmount(to, claim.amountMinor, profile);
}

function writeRepair(
  { actionCode, text, repairedOn, parts }: Repair,
  to: Writing,
  profile: AgreementProfile,
): void {
  const number = String(to.count('REP') + 1);
  to.segment('REP', number, '', '', '', '', '', '', actionCode, text);
  writeDay(to, profile.warranty.dates.repaired, repairedOn, 'day of repair');
  for (const part of parts) {
    if (part.description !== undefined) to.complain('an IT1 of an 142 has no description: leave it out');
    const quantity = decimalText(part.quantity.amountMilli, 3);
    const price = decimalText(part.unitPriceMicros, 6);
    to.segment('IT1', '', quantity, to.unit(part.quantity.unit), price, '', ...itemPairs(to, part, profile));
  }
}
