import type { OrganisationId } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { readGatewayTicket, signGatewayTicket } from './gateway-ticket.ts';

const now = new Date('2026-11-23T08:00:00Z');
const ticket = {
  organisationId: '019a0000-0000-7000-8000-0000000000b1' as OrganisationId,
  userId: 'somebody',
  name: 'Somebody',
  permissions: ['edi.read' as const],
  expiresAt: '2026-11-23T08:05:00.000Z',
};
const [newKey, oldKey, foreignKey] = ['a key that is new', 'a key that is old', 'a key of a stranger'];
const keys = [newKey, oldKey];

test('a ticket is read with the key that is in use and with the one before it, until it ends', () => {
  for (const key of keys)
    expect(readGatewayTicket(signGatewayTicket(ticket, [key]), { keys, now })).toEqual(ticket);
  const text = signGatewayTicket(ticket, keys);
  expect(readGatewayTicket(text, { keys, now: new Date(ticket.expiresAt) })).toBeUndefined();
  expect(readGatewayTicket(text, { keys: [oldKey], now })).toBeUndefined();
});

test('a ticket that somebody else sealed, changed or cut is none', () => {
  const text = signGatewayTicket(ticket, keys);
  const [payload = '', seal = ''] = text.split('.');
  const greedy = JSON.stringify({ ...ticket, permissions: ['edi.read', 'edi.repair'] });
  const forged = [
    signGatewayTicket(ticket, [foreignKey]),
    `${Buffer.from(greedy).toString('base64url')}.${seal}`,
    `${payload}.`,
    payload,
    '',
    `${text}.${seal}`,
    `${payload}.${seal.slice(0, 10)}`,
  ];
  for (const one of forged) expect(readGatewayTicket(one, { keys, now }), one).toBeUndefined();
});
