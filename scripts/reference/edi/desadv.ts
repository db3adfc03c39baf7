import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem, nad } from './words.ts';

const { despatch } = defaultProfile.edifact;

export const edifactDespatchAdvicePage: MessagePage = {
  set: 'DESADV',
  title: 'despatch advice',
  places: [
    ['BGM01-1', '', 'kind of advice; only the agreed ones are taken'],
    ['BGM02', 'shipmentNumber', 'in D.01B the first component'],
    ['BGM03', 'purpose', '9 original, 5 replacement, 1 cancellation'],
    ['DTM01-1', '', 'by the agreed codes'],
    ['DTM01-2', 'writtenOn, despatchedOn, deliverOn, ….expiresOn, orders[].orderedOn', ''],
    ['MEA02-1', '', 'the agreed codes of a gross weight'],
    ['MEA03-1', '….weight.unit', 'in front of the levels for the shipment, below a PAC for the package'],
    ['MEA03-2', '….weight.amountMilli', ''],
    ...nad,
    [
      'RFF01-2',
      'billOfLading, carrierReference, orders[].poNumber',
      'the order stands at each line, else in front of the levels for all of them',
    ],
    ['RFF01-3', '….lineNumber', 'the line of the order'],
    ['TDT03-1', 'carrier.mode', 'by the agreed codes'],
    ['TDT05-1', 'carrier.code', ''],
    ['TDT05-4', 'carrier.name', ''],
    ['EQD02-1', 'trailerNumber', 'where EQD01 is the agreed code'],
    ['CPS01', '', 'number of the level'],
    ['CPS02', '', 'the level above, which stands before'],
    ['CPS03', '', '3 pallet, 1 carton; not needed when read'],
    [
      'PAC01',
      'palletCount, cartonCount',
      'where no SSCC follows and the PAC is in the first level or counts several',
    ],
    ['PAC03-1', '….pallets[], ….cartons[]', 'what kind of package the level is, by the agreed codes'],
    ['PCI01', '', '33E is written: marked with an SSCC'],
    [
      'GIN02-1',
      '….sscc, ….ssccs, ….lotNumber, ….serialNumbers[]',
      'by the agreed codes in GIN01; several in a level with one line belong to that line',
    ],
    ['LIN01', '', 'running number'],
    ...edifactItem,
    ['IMD03-4', '….description', 'where IMD01 is F; up to two parts, split at blanks'],
    ['QTY01-2', '….shipped.amountMilli, ….ordered.amountMilli', 'by the agreed codes in QTY01-1'],
    ['QTY01-3', '….shipped.unit, ….ordered.unit', 'where it is missing, the agreed one'],
    ['LOC02-1', 'orders[].markFor', 'the store behind the delivery place'],
    ['QVR01-1', '', 'what is missing, where it is a whole number; not needed when read'],
    ['QVR02', '….remainder', 'by the agreed codes'],
    ['CNT01-2', '', 'where CNT01-1 is 2: number of lines; checked when read'],
  ],
  codesIntroduction: 'Roles, item numbers and units are those of the ORDERS.',
  codes: [
    ...codesOf('Kinds of advice (BGM01-1)', { advice: despatch.types }),
    ...codesOf('References (RFF01-1)', despatch.references),
    ...codesOf('Days (DTM01-1)', despatch.dates),
    ...codesOf('Places (NAD01, LOC01)', { shipFrom: despatch.shipFrom, markFor: despatch.markFor }),
    ...codesOf('Packages (PAC03-1)', despatch.packaging),
    ...codesOf('Gross weights (MEA02-1)', despatch.weights),
    ...codesOf('Kinds of transport (TDT03-1)', despatch.modes),
    ...codesOf('Quantities (QTY01-1)', despatch.quantities),
    ...codesOf('What becomes of the rest (QVR02)', despatch.remainders),
    ...codesOf('Kinds of numbers (GIN01, EQD01)', {
      sscc: despatch.ssccs,
      lotNumber: despatch.lotNumbers,
      serialNumber: despatch.serialNumbers,
      trailerNumber: despatch.trailer,
    }),
  ],
};
