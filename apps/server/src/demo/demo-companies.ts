import type { LocationKind } from '../partners/index.ts';
import type { Role } from '../platform/index.ts';

/** Companies of the demo. All are invented; their domains end in `.example` (RFC 2606). */
export type DemoCompany = {
  key: string;
  name: string;
  /** The company's number within the demonstration prefix of GS1. */
  number: number;
  currency: string;
  timeZone: string;
};

export type DemoPlace = {
  code: string;
  name: string;
  kind: LocationKind;
  city: string;
  /** Sales compared with an ordinary store. */
  size: number;
  timeZone?: string;
};

export type DemoRetailer = DemoCompany & {
  country: string;
  bucketDays: 1 | 7;
  places: readonly DemoPlace[];
  /** Suppliers by key; `to` says where they deliver. */
  suppliers: readonly { key: string; number: string; channel: 'edi' | 'portal'; to: LocationKind }[];
  carriers: readonly string[];
};

const dc = (code: string, name: string, city: string, size: number): DemoPlace => ({
  code,
  name,
  city,
  size,
  kind: 'distribution-centre',
});
const store = (code: string, city: string, name: string, size: number): DemoPlace => ({
  code,
  name,
  city,
  size,
  kind: 'store',
});

export const demoRetailers: readonly DemoRetailer[] = [
  {
    key: 'northwind-grocers',
    name: 'Northwind Grocers',
    number: 1,
    currency: 'USD',
    timeZone: 'America/Chicago',
    country: 'US',
    bucketDays: 7,
    places: [
      dc('DC-10', 'Prairie distribution centre', 'Joliet', 7),
      { ...dc('DC-20', 'Lakeside distribution centre', 'Dayton', 5), timeZone: 'America/New_York' },
      store('0101', 'Chicago', 'Store Riverside', 1.4),
      store('0102', 'Milwaukee', 'Store Harbor Street', 1),
      store('0103', 'Madison', 'Store Oak Square', 0.8),
      store('0104', 'Rockford', 'Store Old Mill', 0.6),
    ],
    suppliers: [
      { key: 'alpine-dairy', number: 'V-1001', channel: 'edi', to: 'distribution-centre' },
      { key: 'golden-crust', number: 'V-1002', channel: 'portal', to: 'store' },
      { key: 'harvest-valley', number: 'V-1003', channel: 'edi', to: 'distribution-centre' },
      { key: 'clearwater', number: 'V-1004', channel: 'portal', to: 'distribution-centre' },
      { key: 'brightside', number: 'V-1005', channel: 'edi', to: 'distribution-centre' },
    ],
    carriers: ['blue-ridge', 'harbor-express'],
  },
  {
    key: 'fjordmarkt',
    name: 'Fjordmarkt',
    number: 2,
    currency: 'NOK',
    timeZone: 'Europe/Oslo',
    country: 'NO',
    bucketDays: 1,
    places: [
      dc('VEST', 'Sentrallager Vestby', 'Vestby', 6),
      dc('BERG', 'Lager Bergen', 'Bergen', 3),
      store('B01', 'Oslo', 'Butikk Torget', 1.3),
      store('B02', 'Bergen', 'Butikk Bryggen', 1),
      store('B03', 'Trondheim', 'Butikk Elva', 0.8),
    ],
    suppliers: [
      { key: 'alpine-dairy', number: '70010', channel: 'portal', to: 'store' },
      { key: 'harvest-valley', number: '70020', channel: 'edi', to: 'distribution-centre' },
      { key: 'clearwater', number: '70030', channel: 'portal', to: 'distribution-centre' },
      { key: 'meadow-care', number: '70040', channel: 'portal', to: 'distribution-centre' },
    ],
    carriers: ['polar-line', 'harbor-express'],
  },
  {
    key: 'casa-lumen',
    name: 'Casa Lumen',
    number: 3,
    currency: 'EUR',
    timeZone: 'Europe/Madrid',
    country: 'ES',
    bucketDays: 7,
    places: [
      dc('GET', 'Centro logístico Getafe', 'Getafe', 6),
      dc('ZAZ', 'Centro logístico Zaragoza', 'Zaragoza', 4),
      store('T1', 'Madrid', 'Tienda Prado', 1.3),
      store('T2', 'Valencia', 'Tienda Turia', 1),
      store('T3', 'Sevilla', 'Tienda Alameda', 0.9),
    ],
    suppliers: [
      { key: 'brightside', number: 'P100', channel: 'portal', to: 'distribution-centre' },
      { key: 'meadow-care', number: 'P200', channel: 'edi', to: 'distribution-centre' },
      { key: 'harvest-valley', number: 'P300', channel: 'portal', to: 'distribution-centre' },
      { key: 'clearwater', number: 'P400', channel: 'portal', to: 'store' },
    ],
    carriers: ['sol-cargo', 'harbor-express'],
  },
];

/** A retailer without data: for files of one's own. Its one supplier delivers whatever is imported. */
export const trialRetailer = {
  key: 'trial-market',
  name: 'Trial Market',
  number: 4,
  currency: 'EUR',
  timeZone: 'Europe/Madrid',
  supplier: { key: 'harvest-valley', number: 'S-100' },
} as const;

export type DemoSupplier = DemoCompany & {
  leadTimeDays: number;
  orderWeekdays: readonly number[];
  cutOffTime: string;
  /** Smallest order in cases. */
  casesMin: number;
  casesPerLayer: number;
  layersPerPallet: number;
};

export const demoSuppliers: readonly DemoSupplier[] = [
  {
    key: 'alpine-dairy',
    name: 'Alpine Dairy',
    number: 11,
    currency: 'USD',
    timeZone: 'America/Chicago',
    leadTimeDays: 3,
    orderWeekdays: [1, 2, 3, 4, 5, 6, 7],
    cutOffTime: '23:30',
    casesMin: 2,
    casesPerLayer: 8,
    layersPerPallet: 5,
  },
  {
    key: 'golden-crust',
    name: 'Golden Crust Bakery',
    number: 12,
    currency: 'USD',
    timeZone: 'America/Chicago',
    leadTimeDays: 2,
    orderWeekdays: [1, 2, 3, 4, 5, 6, 7],
    cutOffTime: '22:00',
    casesMin: 1,
    casesPerLayer: 6,
    layersPerPallet: 6,
  },
  {
    key: 'harvest-valley',
    name: 'Harvest Valley Foods',
    number: 13,
    currency: 'EUR',
    timeZone: 'Europe/Madrid',
    leadTimeDays: 7,
    orderWeekdays: [1, 2, 3, 4, 5],
    cutOffTime: '14:00',
    casesMin: 4,
    casesPerLayer: 10,
    layersPerPallet: 6,
  },
  {
    key: 'clearwater',
    name: 'Clearwater Beverages',
    number: 14,
    currency: 'EUR',
    timeZone: 'Europe/Madrid',
    leadTimeDays: 5,
    orderWeekdays: [1, 3, 5, 7],
    cutOffTime: '23:00',
    casesMin: 6,
    casesPerLayer: 12,
    layersPerPallet: 5,
  },
  {
    key: 'brightside',
    name: 'Brightside Household',
    number: 15,
    currency: 'USD',
    timeZone: 'America/New_York',
    leadTimeDays: 10,
    orderWeekdays: [1, 4],
    cutOffTime: '12:00',
    casesMin: 3,
    casesPerLayer: 8,
    layersPerPallet: 7,
  },
  {
    key: 'meadow-care',
    name: 'Meadow & Moss Care',
    number: 16,
    currency: 'EUR',
    timeZone: 'Europe/Oslo',
    leadTimeDays: 6,
    orderWeekdays: [1, 2, 3, 4, 5, 6, 7],
    cutOffTime: '23:45',
    casesMin: 1,
    casesPerLayer: 12,
    layersPerPallet: 8,
  },
];

export const demoCarriers: readonly DemoCompany[] = [
  {
    key: 'blue-ridge',
    name: 'Blue Ridge Haulage',
    number: 21,
    currency: 'USD',
    timeZone: 'America/New_York',
  },
  { key: 'polar-line', name: 'Polar Line Transport', number: 22, currency: 'NOK', timeZone: 'Europe/Oslo' },
  { key: 'sol-cargo', name: 'Sol Cargo', number: 23, currency: 'EUR', timeZone: 'Europe/Madrid' },
  { key: 'harbor-express', name: 'Harbor Express', number: 24, currency: 'EUR', timeZone: 'Europe/Oslo' },
];

/** Who can sign in at a company: the role, and the name before the @. */
export const demoUsers: Record<
  'retailer' | 'supplier' | 'carrier',
  readonly { title: string; box: string; roles: readonly Role[] }[]
> = {
  retailer: [
    { title: 'Buyer', box: 'buyer', roles: ['buyer'] },
    { title: 'Approver', box: 'approver', roles: ['buyer', 'approver'] },
    { title: 'Clerk', box: 'clerk', roles: ['clerk'] },
    { title: 'EDI coordinator', box: 'edi', roles: ['edi-coordinator'] },
    { title: 'Administrator', box: 'admin', roles: ['admin'] },
  ],
  supplier: [
    { title: 'Supplier planner', box: 'planner', roles: ['supplier-planner'] },
    { title: 'Administrator', box: 'admin', roles: ['admin', 'supplier-planner'] },
  ],
  carrier: [{ title: 'Carrier dispatcher', box: 'dispatcher', roles: ['carrier-dispatcher'] }],
};
