import type { OrganisationKind, RoleName, Session } from './api-types.ts';

export type Destination = { to: string; label: string; keys: string };
export type NavigationSection = { title: string; destinations: Destination[] };

type Rule = Destination & { section: string; kinds: readonly string[]; roles: readonly RoleName[] };

const planners: readonly RoleName[] = ['buyer', 'approver', 'admin'];
const coordinators: readonly RoleName[] = ['edi-coordinator', 'admin'];
const ediKinds: readonly OrganisationKind[] = ['buyer', 'supplier'];
const everyKind: readonly OrganisationKind[] = ['buyer', 'supplier', 'carrier'];

/** Every page that has a place in the sidebar, who it is for, and the keys that go there. */
const rules: readonly Rule[] = [
  {
    section: 'Overview',
    to: '/today',
    label: 'Today',
    keys: 'g h',
    kinds: ['supplier', 'carrier'],
    roles: ['supplier-planner', 'carrier-dispatcher', 'clerk', 'admin'],
  },
  {
    section: 'Overview',
    to: '/today',
    label: 'Today',
    keys: 'g h',
    kinds: ['buyer'],
    roles: [...planners, 'clerk'],
  },
  {
    section: 'Replenish',
    to: '/proposals',
    label: 'Proposals',
    keys: 'g p',
    kinds: ['buyer'],
    roles: planners,
  },
  {
    section: 'Replenish',
    to: '/why-not',
    label: 'Why no order',
    keys: 'g w',
    kinds: ['buyer'],
    roles: planners,
  },
  {
    section: 'Replenish',
    to: '/backtests',
    label: 'What if',
    keys: 'g b',
    kinds: ['buyer'],
    roles: planners,
  },
  { section: 'Replenish', to: '/runs', label: 'Runs', keys: 'g r', kinds: ['buyer'], roles: planners },
  {
    section: 'Replenish',
    to: '/forecasts',
    label: 'Forecasts',
    keys: 'g f',
    kinds: ['buyer'],
    roles: planners,
  },
  {
    section: 'Replenish',
    to: '/accuracy',
    label: 'Accuracy',
    keys: 'g y',
    kinds: ['buyer'],
    roles: planners,
  },
  {
    section: 'Plan together',
    to: '/cycle',
    label: 'Partnerships',
    keys: 'g c',
    kinds: ['buyer', 'supplier'],
    roles: [...planners, 'supplier-planner'],
  },
  {
    section: 'Plan together',
    to: '/exceptions',
    label: 'Exceptions',
    keys: 'g x',
    kinds: ['buyer', 'supplier'],
    roles: [...planners, 'supplier-planner'],
  },
  {
    section: 'Plan together',
    to: '/agreements',
    label: 'Agreements',
    keys: 'g t',
    kinds: ['buyer', 'supplier'],
    roles: [...planners, 'supplier-planner'],
  },
  {
    section: 'Trade',
    to: '/orders',
    label: 'Purchase orders',
    keys: 'g o',
    kinds: ['buyer'],
    roles: [...planners, 'clerk', 'edi-coordinator'],
  },
  {
    section: 'Trade',
    to: '/orders',
    label: 'Orders',
    keys: 'g o',
    kinds: ['supplier'],
    roles: ['supplier-planner', 'edi-coordinator', 'admin'],
  },
  {
    section: 'Trade',
    to: '/blanket-orders',
    label: 'Blanket orders',
    keys: 'g .',
    kinds: ['buyer', 'supplier'],
    roles: ['buyer', 'approver', 'supplier-planner', 'admin'],
  },
  {
    section: 'Trade',
    to: '/receiving',
    label: 'Receiving',
    keys: 'g 7',
    kinds: ['buyer'],
    roles: ['buyer', 'approver', 'clerk'],
  },
  {
    section: 'Trade',
    to: '/disputes',
    label: 'Disputes',
    keys: 'g 6',
    kinds: ['buyer', 'supplier'],
    roles: ['buyer', 'approver', 'clerk', 'supplier-planner', 'admin'],
  },
  {
    section: 'Trade',
    to: '/payments',
    label: 'Payments',
    keys: 'g 8',
    kinds: ['buyer', 'supplier'],
    roles: ['approver', 'clerk', 'supplier-planner', 'admin'],
  },
  {
    section: 'Trade',
    to: '/contracts',
    label: 'Contracts',
    keys: 'g 9',
    kinds: ['buyer', 'supplier'],
    roles: ['buyer', 'approver', 'supplier-planner', 'admin'],
  },
  {
    section: 'Trade',
    to: '/allocation',
    label: 'Allocation',
    keys: 'g s',
    kinds: ['supplier'],
    roles: ['supplier-planner', 'admin'],
  },
  {
    section: 'Trade',
    to: '/allocation-rules',
    label: 'Allocation rules',
    keys: 'g l',
    kinds: ['supplier'],
    roles: ['supplier-planner', 'admin'],
  },
  {
    section: 'Trade',
    to: '/sales-orders',
    label: 'Customers’ orders',
    keys: 'g w',
    kinds: ['supplier'],
    roles: ['supplier-planner', 'admin'],
  },
  {
    section: 'Trade',
    to: '/perfect-orders',
    label: 'Perfect orders',
    keys: 'g g',
    kinds: ['buyer', 'supplier'],
    roles: [...planners, 'clerk', 'supplier-planner'],
  },
  {
    section: 'Trade',
    to: '/measuring-terms',
    label: 'Measuring terms',
    keys: 'g 0',
    kinds: ['buyer', 'supplier'],
    roles: [...planners, 'supplier-planner'],
  },
  {
    section: 'Trade',
    to: '/forecast',
    label: 'Shared forecast',
    keys: 'g f',
    kinds: ['supplier'],
    roles: ['supplier-planner', 'admin'],
  },
  {
    section: 'Trade',
    to: '/partners',
    label: 'Partners',
    keys: 'g n',
    kinds: everyKind,
    roles: [...planners, 'supplier-planner', 'carrier-dispatcher', 'clerk', 'edi-coordinator'],
  },
  ...(
    [
      ['/warehouse/waves', 'Waves', 'g 1'],
      ['/warehouse/packing', 'Packing', 'g 2'],
      ['/warehouse/shipments', 'Shipments', 'g 3'],
    ] as const
  ).map(
    ([to, label, keys]): Rule => ({
      ...{ section: 'Warehouse', to, label, keys },
      kinds: ['supplier'],
      roles: ['supplier-planner', 'clerk', 'admin'],
    }),
  ),
  ...(
    [
      ['/edi/messages', 'Messages', 'g e'],
      ['/edi/acknowledgements', 'Acknowledgements', 'g q'],
      ['/edi/agreements', 'EDI agreements', 'g j'],
      ['/edi/certificates', 'Certificates', 'g z'],
    ] as const
  ).map(([to, label, keys]) => ({ section: 'EDI', to, label, keys, kinds: ediKinds, roles: coordinators })),
  {
    section: 'Data',
    to: '/stock',
    label: 'Stock',
    keys: 'g s',
    kinds: ['buyer'],
    roles: [...planners, 'clerk'],
  },
  {
    section: 'Data',
    to: '/stock',
    label: 'Stock',
    keys: 'g 4',
    kinds: ['supplier'],
    roles: ['supplier-planner', 'clerk', 'admin'],
  },
  {
    section: 'Data',
    to: '/transfers',
    label: 'Transfers',
    keys: 'g ,',
    kinds: ['buyer', 'supplier'],
    roles: ['buyer', 'approver', 'supplier-planner', 'clerk', 'admin'],
  },
  {
    section: 'Data',
    to: '/lots',
    label: 'Lots and serials',
    keys: 'g 5',
    kinds: ['buyer', 'supplier'],
    roles: [...planners, 'supplier-planner', 'clerk'],
  },
  {
    section: 'Data',
    to: '/items',
    label: 'Items',
    keys: 'g i',
    kinds: ['buyer'],
    roles: [...planners, 'clerk'],
  },
  {
    section: 'Data',
    to: '/imports',
    label: 'Imports',
    keys: 'g m',
    kinds: ['buyer', 'supplier'],
    roles: ['buyer', 'supplier-planner', 'clerk', 'admin'],
  },
  {
    section: 'Administration',
    to: '/users',
    label: 'Users and roles',
    keys: 'g u',
    kinds: everyKind,
    roles: ['admin'],
  },
  {
    section: 'Administration',
    to: '/rules',
    label: 'Rules and limits',
    keys: 'g l',
    kinds: ['buyer'],
    roles: ['admin'],
  },
  {
    section: 'Administration',
    to: '/api-keys',
    label: 'API keys',
    keys: 'g k',
    kinds: everyKind,
    roles: ['admin'],
  },
  {
    section: 'Administration',
    to: '/audit',
    label: 'Audit trail',
    keys: 'g a',
    kinds: everyKind,
    roles: ['admin'],
  },
  {
    section: 'EDI',
    to: '/edi/onboarding',
    label: 'Onboarding',
    keys: 'g d',
    kinds: ['buyer', 'supplier'],
    roles: ['edi-coordinator', 'admin'],
  },
  {
    section: 'EDI',
    to: '/edi/time-machine',
    label: 'Time machine',
    keys: 'g v',
    kinds: ['buyer', 'supplier'],
    roles: ['edi-coordinator', 'admin'],
  },
];

/** The sidebar of a session, without empty sections and without a page twice. */
export function navigationFor({
  organisation,
  roles,
}: Pick<Session, 'organisation' | 'roles'>): NavigationSection[] {
  const sections = new Map<string, Destination[]>();
  const shown = new Set<string>();
  for (const { section, to, label, keys, kinds, roles: forRoles } of rules) {
    if (!kinds.includes(organisation.kind) || !forRoles.some((role) => roles.includes(role)) || shown.has(to))
      continue;
    shown.add(to);
    sections.set(section, [...(sections.get(section) ?? []), { to, label, keys }]);
  }
  return [...sections].map(([title, destinations]) => ({ title, destinations }));
}

/** Where a session begins. */
export function homeOf({ organisation, roles }: Pick<Session, 'organisation' | 'roles'>): string {
  const pages = navigationFor({ organisation, roles }).flatMap(({ destinations }) =>
    destinations.map(({ to }) => to),
  );
  // Whoever orders begins with what is to be ordered before its cut-off.
  const isCoordinator = roles.every((role) => role === 'edi-coordinator');
  const first = isCoordinator ? '/edi/messages' : '/proposals';
  return pages.find((to) => to === first) ?? pages[0] ?? '/today';
}
