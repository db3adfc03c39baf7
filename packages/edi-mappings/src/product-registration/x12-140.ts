import { type ProductRegistration, productRegistration, type RegisteredItem } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, writeParty } from '../parties.ts';
import { readDescription, writeDescription } from '../purchase-order/x12-order-lines.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import {
  dayIn,
  itemPairs,
  purposes,
  qualifiedIn,
  readCount,
  readItem,
  writeCount,
  writeDay,
} from '../warranty/x12-warranty.ts';
import type { Writing } from '../writing.ts';

/** ASC X12 140 at 004010 and 005010. Codes of contracts are the partner's own. */
export const x12ProductRegistration = defineMapping<ProductRegistration>({
  type: '140',
  document: productRegistration,
  read(root, from, profile) {
    const { parties } = profile.warranty;
    const beginning = root.first('BGN');
    return {
      documentType: 'product-registration',
      purpose: from.code(purposes, beginning, 1),
      registrationNumber: from.required(beginning, 2, 'number of the registration'),
      writtenOn: from.localDate(beginning, 3, 'day of the registration'),
      seller: optionalParty(from, root, parties.seller, profile) ?? {},
      manufacturer: optionalParty(from, root, parties.manufacturer, profile),
      owners: root.loops('LX').map((loop) => ({
        owner: optionalParty(from, loop, parties.owner, profile) ?? {},
        items: loop.loops('LIN').map((item) => readRegisteredItem(item, from, profile)),
      })),
    };
  },
  write(document, to, profile) {
    const { parties } = profile.warranty;
    const purpose = purposes.toTheirs(document.purpose);
    to.segment('BGN', purpose, document.registrationNumber, toCcyymmdd(document.writtenOn));
    writeParty(to, parties.seller[0], document.seller, profile);
    if (document.manufacturer !== undefined)
      writeParty(to, parties.manufacturer[0], document.manufacturer, profile);
    document.owners.forEach(({ owner, items }, index) => {
      to.segment('LX', String(index + 1));
      writeParty(to, parties.owner[0], owner, profile);
      for (const item of items) writeRegisteredItem(item, to, profile);
    });
  },
});

function readRegisteredItem(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { dates, references } = profile.warranty;
  const contract = loop.loops('PSC')[0]?.first('PSC');
  return {
    ...readItem(from, loop.first('LIN'), 2, profile),
    description: readDescription(from, loop),
    quantity: readCount(from, loop, profile),
    boughtOn: dayIn(from, loop, dates.bought, 'day of purchase'),
    deliveredOn: dayIn(from, loop, dates.delivered, 'day of delivery'),
    warrantyFrom: dayIn(from, loop, dates.warrantyFrom, 'first day of the warranty'),
    warrantyUntil: dayIn(from, loop, dates.warrantyUntil, 'last day of the warranty'),
    invoiceNumber: from.text(qualifiedIn(loop, 'REF', references.invoice), 2),
    contract:
      contract === undefined
        ? undefined
        : {
            statusCode: from.required(contract, 1, 'status of the contract'),
            serviceCode: from.required(contract, 2, 'kind of service'),
            contractNumber: from.text(contract, 6),
          },
  };
}

function writeRegisteredItem(item: RegisteredItem, to: Writing, profile: AgreementProfile): void {
  const { dates, references } = profile.warranty;
  const { description, contract, invoiceNumber } = item;
  to.segment('LIN', '', ...itemPairs(to, item, profile));
  writeDescription(to, description);
  writeCount(to, item.quantity, profile);
  writeDay(to, dates.bought, item.boughtOn, 'day of purchase');
  writeDay(to, dates.delivered, item.deliveredOn, 'day of delivery');
  writeDay(to, dates.warrantyFrom, item.warrantyFrom, 'first day of the warranty');
  writeDay(to, dates.warrantyUntil, item.warrantyUntil, 'last day of the warranty');
  if (invoiceNumber !== undefined) to.segment('REF', references.invoice[0], invoiceNumber);
  if (contract !== undefined)
    to.segment('PSC', contract.statusCode, contract.serviceCode, '', '', '', contract.contractNumber);
}
