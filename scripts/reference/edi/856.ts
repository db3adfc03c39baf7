import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { item } from './words.ts';

const { dates, lotNumbers, modes, packaging, parties, references, remainders, ssccs, trailer } =
  defaultProfile.despatch;

export const despatchAdvicePage: MessagePage = {
  set: '856',
  title: 'despatch advice',
  places: [
    ['BSN01', 'purpose', '00 original, 05 replacement, 01 cancellation'],
    ['BSN02', 'shipmentNumber', ''],
    ['BSN03', 'writtenOn', ''],
    ['BSN04', '', 'the hour is not kept; 0000 is written'],
    [
      'BSN05',
      '',
      '0001 goods in packages, 0002 cartons below their item, 0004 neither; the levels themselves decide',
    ],
    ['HL01', '', 'number of the level'],
    ['HL02', '', 'the level above, which stands before'],
    [
      'HL03',
      'orders[], ….pallets[], ….cartons[], ….lines[]',
      'S shipment, O order, T pallet, P carton, I item',
    ],
    ['HL04', '', '1 with, 0 without levels below'],
    ['TD101', 'palletCount, cartonCount', 'at the shipment; the first three letters decide'],
    ['TD102', 'palletCount, cartonCount', ''],
    ['TD106', '', 'G gross weight'],
    ['TD107', '….weight.amountMilli', 'at the shipment, a pallet or a carton'],
    ['TD108', '….weight.unit', ''],
    ['TD502', '', '2 is written: the standard carrier alpha code'],
    ['TD503', 'carrier.code', ''],
    ['TD504', 'carrier.mode', 'by the agreed codes'],
    ['TD505', 'carrier.name', ''],
    ['TD303', 'trailerNumber', 'where TD301 is the agreed code'],
    ['REF02', 'billOfLading, carrierReference, ….lotNumber', 'by the agreed codes in REF01'],
    ['DTM02', 'despatchedOn, deliverOn, ….expiresOn', 'by the agreed codes in DTM01'],
    ['N101', 'buyer, supplier, shipFrom, shipTo, orders[].markFor', 'at the shipment; markFor at an order'],
    ['N102', '….name', ''],
    ['N104', '….gln, ….code', ''],
    ['PRF01', 'orders[].poNumber', ''],
    ['PRF04', 'orders[].orderedOn', ''],
    ['MAN01', '', 'the agreed kinds of SSCC; other marks are left out'],
    ['MAN02', '….sscc', 'with or without 00 in front; below an item they belong to that line alone'],
    ['LIN01', '….lineNumber', 'the line of the order'],
    ...item(2, 'LIN'),
    ['SN102', '….shipped.amountMilli', ''],
    ['SN103', '….shipped.unit', ''],
    ['SN105', '….ordered.amountMilli', ''],
    ['SN106', '….ordered.unit', ''],
    ['SN108', '….remainder', 'by the agreed codes'],
    ['PID05', '….description', 'where PID01 is F'],
    ['CTT01', '', 'number of levels; checked when read'],
  ],
  codesIntroduction: 'Roles, item numbers and units are those of the 850.',
  codes: [
    ...codesOf('Roles (N101)', parties),
    ...codesOf('References (REF01)', references),
    ...codesOf('Days (DTM01)', dates),
    ...codesOf('Packages (TD101)', packaging),
    ...codesOf('Kinds of transport (TD504)', modes),
    ...codesOf('What becomes of the rest (SN108)', remainders),
    ...codesOf('Kinds of numbers (MAN01, LIN02, TD301)', {
      sscc: ssccs,
      lotNumber: lotNumbers,
      trailerNumber: trailer,
    }),
  ],
};
