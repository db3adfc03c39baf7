import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
import { codesOf } from './message-page.ts';
import type { PlaceWords } from './words.ts';

const { contacts, moments, packaging, parties, volumeUnits } = defaultProfile.routing;

export const routingHead = (number: string, day: string): PlaceWords[] => [
  ['BGN01', 'purpose', '00 original, 04 change, 05 replacement, 01 cancellation'],
  ['BGN02', number, ''],
  ['BGN03', day, ''],
  ['PER02', 'contact.name', ''],
  ['PER04', 'contact.phone, contact.email', 'by the agreed kinds in PER03, PER05 and PER07'],
];

export const routedOrder = (list: string): PlaceWords[] => [
  ['OID01', `${list}[].reference`, ''],
  ['OID02', `${list}[].poNumber`, ''],
  ['OID04', `${list}[].packages.kind`, 'by the agreed codes'],
  ['OID05', `${list}[].packages.count`, 'a whole number'],
  ['OID07', `${list}[].weight.amountMilli`, 'in the unit of OID06'],
  ['OID09', `${list}[].volume.amountMilli`, 'in the unit of OID08'],
];

export const routingMoments = (list: string): PlaceWords[] => [
  ['G6201', `${list}[].moments[].kind`, 'together with G6203; other kinds are left out'],
  ['G6202', `${list}[].moments[].at`, 'time in G6204, zone in G6205'],
];

export const routingCodes = (which: keyof typeof moments): string[] => [
  ...codesOf('Roles (N101)', parties),
  ...codesOf('Contact (PER01, PER03)', contacts),
  ...codesOf('Packages (OID04)', packaging),
  ...codesOf('Units of volume (OID08)', volumeUnits),
  '### Days (G6201, G6203)',
  table(
    ['moment', 'G6201', 'G6203'],
    Object.entries(moments[which]).map(([kind, { date, time }]) => [kind, date.join(', '), time.join(', ')]),
  ),
];
