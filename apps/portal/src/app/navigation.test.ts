import { expect, test } from 'vitest';
import type { OrganisationKind, RoleName } from './api-types.ts';
import { homeOf, navigationFor } from './navigation.ts';

const sessionOf = (kind: OrganisationKind, roles: RoleName[]) => ({
  organisation: { id: 'o', name: 'Example', kind, currency: 'EUR', timeZone: 'UTC' },
  roles,
});
const pagesOf = (kind: OrganisationKind, roles: RoleName[]): string[] =>
  navigationFor(sessionOf(kind, roles)).flatMap(({ destinations }) => destinations.map(({ to }) => to));

test('a buyer begins at the proposals', () => {
  expect(homeOf(sessionOf('buyer', ['buyer']))).toBe('/proposals');
  expect(pagesOf('buyer', ['buyer'])).toContain('/today');
  expect(pagesOf('buyer', ['buyer'])).not.toContain('/users');
});

test('a supplier never sees the buyer’s pages, not even as administrator', () => {
  const pages = pagesOf('supplier', ['supplier-planner', 'admin']);
  expect(pages).toEqual([
    '/today',
    '/cycle',
    '/exceptions',
    '/agreements',
    '/orders',
    '/blanket-orders',
    '/disputes',
    '/payments',
    '/contracts',
    '/allocation',
    '/allocation-rules',
    '/sales-orders',
    '/perfect-orders',
    '/measuring-terms',
    '/forecast',
    '/partners',
    '/warehouse/waves',
    '/warehouse/packing',
    '/warehouse/shipments',
    '/edi/messages',
    '/edi/acknowledgements',
    '/edi/agreements',
    '/edi/certificates',
    '/edi/onboarding',
    '/edi/time-machine',
    '/stock',
    '/transfers',
    '/lots',
    '/imports',
    '/users',
    '/api-keys',
    '/audit',
  ]);
});

test('an EDI coordinator begins at the messages', () => {
  expect(homeOf(sessionOf('buyer', ['edi-coordinator']))).toBe('/edi/messages');
  expect(homeOf(sessionOf('buyer', ['buyer', 'edi-coordinator']))).toBe('/proposals');
});

test('a supplier planner begins with the day', () => {
  expect(homeOf(sessionOf('supplier', ['supplier-planner']))).toBe('/today');
});

test('every role of every kind of organisation has a first page, and no page twice', () => {
  const roles: RoleName[] = ['buyer', 'approver', 'supplier-planner', 'carrier-dispatcher', 'clerk', 'admin'];
  for (const kind of ['buyer', 'supplier', 'carrier'] as const) {
    for (const role of roles) {
      expect(homeOf(sessionOf(kind, [role]))).toMatch(/^\//);
      const pages = pagesOf(kind, [role, 'admin', 'clerk']);
      expect(new Set(pages).size).toBe(pages.length);
    }
  }
});

test.each(['buyer', 'supplier', 'carrier'] as const)(
  'no two pages of a %s are reached by the same keys',
  (kind) => {
    const everyRole: RoleName[] = [
      ...([
        'buyer',
        'approver',
        'supplier-planner',
        'carrier-dispatcher',
        'clerk',
        'edi-coordinator',
        'admin',
      ] as const),
    ];
    const pages = navigationFor(sessionOf(kind, everyRole)).flatMap(({ destinations }) => destinations);
    const twice = pages.filter(({ to, keys }) =>
      pages.some((other) => other.keys === keys && other.to !== to),
    );
    expect(twice).toEqual([]);
  },
);
