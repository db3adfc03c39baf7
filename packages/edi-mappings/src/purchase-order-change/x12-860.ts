import { type PurchaseOrderChange, purchaseOrderChange } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { findParty, readParty, writeParty } from '../parties.ts';
import {
  readDeliveryDay,
  readDescription,
  refuseSplit,
  writeDeliveryDay,
  writeDescription,
} from '../purchase-order/x12-order-lines.ts';
import { type Reading, toCcyymmdd, toLocalDate } from '../reading.ts';
import { checkLineCount } from '../totals.ts';
import { readChangeLine, writeChangeLine } from './x12-change-line.ts';

const purposes = ({ orderChange }: AgreementProfile) =>
  codeList('purpose of the change', orderChange.purposes);
const orderTypes = ({ orderTypes: types }: AgreementProfile) => codeList('order type', { order: types });

/** ASC X12 860 at 004010 and 005010. */
export const x12PurchaseOrderChange = defineMapping<PurchaseOrderChange>({
  type: '860',
  document: purchaseOrderChange,
  read(root, from, profile) {
    const beginning = root.first('BCH');
    from.code(orderTypes(profile), beginning, 2);
    checkLineCount(root, 'POC', from);
    const { parties, partyNames } = profile;
    return {
      documentType: 'purchase-order-change',
      purpose: from.code(purposes(profile), beginning, 1),
      poNumber: from.required(beginning, 3, 'order number'),
      orderedOn: from.localDate(beginning, 6, 'order day'),
      changeNumber: from.text(beginning, 5),
      // Where the buyer gives no day of the change, the day on which he sent the group is the day of his word.
      changedOn:
        from.optionalDate(beginning, 11, 'day of the change') ??
        toLocalDate(from.message.group?.sentOn ?? ''),
      currency: from.text(root.first('CUR'), 2),
      buyer: readCompany(from, findParty(root, parties.buyer), profile, partyNames.buyer),
      supplier: readCompany(from, findParty(root, parties.supplier), profile, partyNames.supplier),
      shipTo: readPlace(from, findParty(root, parties.shipTo), profile),
      deliverOn: readDeliveryDay(from, root, profile, 'delivery day'),
      lines: root.loops('POC').map((loop) => {
        refuseSplit(from, loop);
        return {
          ...readChangeLine(from, loop.first('POC'), profile),
          description: readDescription(from, loop),
          deliverOn: readDeliveryDay(from, loop, profile, 'delivery day of the line'),
        };
      }),
    };
  },
  write(change, to, profile) {
    const { poNumber, orderedOn, changeNumber, changedOn, currency, buyer, supplier, shipTo, lines } = change;
    if (orderedOn === undefined) to.complain('the day of the order is missing: X12 wants it in BCH06');
    const purpose = purposes(profile).toTheirs(change.purpose);
    const orderDay = orderedOn === undefined ? '' : toCcyymmdd(orderedOn);
    const numbers = [poNumber, '', changeNumber, orderDay, '', '', '', '', toCcyymmdd(changedOn)];
    to.segment('BCH', purpose, profile.orderTypes[0], ...numbers);
    if (currency !== undefined) to.segment('CUR', profile.parties.buyer[0], currency);
    writeDeliveryDay(to, change.deliverOn, profile);
    if (buyer !== undefined) writeParty(to, profile.parties.buyer[0], buyer, profile);
    if (supplier !== undefined) writeParty(to, profile.parties.supplier[0], supplier, profile);
    if (shipTo !== undefined) writeParty(to, profile.parties.shipTo[0], shipTo, profile);
    for (const line of lines) {
      writeChangeLine(to, line, profile);
      writeDescription(to, line.description);
      writeDeliveryDay(to, line.deliverOn, profile);
    }
    if (lines.length > 0) to.segment('CTT', String(lines.length));
  },
});

/** Undefined where the message does not name the company. */
function readCompany(
  from: Reading,
  loop: Loop | undefined,
  profile: AgreementProfile,
  agreedName: string | undefined,
) {
  if (loop === undefined) return undefined;
  const { gln, code, name } = readParty(from, loop, profile);
  return { gln, code, name: name ?? agreedName };
}

const readPlace = (from: Reading, loop: Loop | undefined, profile: AgreementProfile) =>
  loop === undefined ? undefined : readParty(from, loop, profile);
