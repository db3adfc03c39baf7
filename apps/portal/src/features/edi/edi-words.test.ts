import { expect, test } from 'vitest';
import { actionsFor, messageName, numbersText, partnerText, settingText } from './edi-words.ts';

test('a message is named by its type and what it is, a file that nobody could read by neither', () => {
  expect(messageName({ setType: '850', documentType: 'purchase-order' })).toBe('850 purchase order');
  expect(messageName({ setType: null, documentType: 'purchase-order' })).toBe('Purchase order');
  expect(messageName({ setType: null, documentType: null })).toBe('File');
});

test('of many numbers the order and the shipment are told, and how many more there are', () => {
  const pallets = ['1', '2', '3'].map((number) => ({ kind: 'sscc', number }));
  const numbers = [...pallets, { kind: 'shipment', number: 'S-1' }, { kind: 'order', number: 'P-1' }];
  expect(numbersText(numbers)).toBe('PO P-1 · Shipment S-1 +3');
});

test('a partner is named without the name of the own organisation before it', () => {
  expect(partnerText('North Retail Mill Foods', 'North Retail')).toBe('Mill Foods');
  expect(partnerText('Mill Foods', 'North Retail')).toBe('Mill Foods');
});

test('only what came from a partner and failed can be repaired; what we could not send can be tried again', () => {
  expect(actionsFor({ state: 'rejected', direction: 'in', isFailing: true })).toMatchObject({
    mayRepair: true,
  });
  expect(actionsFor({ state: 'undelivered', direction: 'out', isFailing: true })).toEqual({
    mayRepair: false,
    mayReplay: true,
    maySetAside: true,
  });
  expect(actionsFor({ state: 'posted', direction: 'in', isFailing: false })).toEqual({
    mayRepair: false,
    mayReplay: false,
    maySetAside: false,
  });
});

test('settings are told in words', () => {
  expect(settingText('envelope.partner.isaId')).toBe('Partner’s id');
  expect(settingText('as2.send.keyTransport')).toBe('As2 · send · key transport');
});
