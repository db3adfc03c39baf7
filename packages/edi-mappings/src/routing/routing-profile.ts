import type { PackagingKind, RoutingMomentKind, ServiceLevel } from '@coplan/documents';
import type { MomentCodes } from '../transport/transport-profile.ts';

/** What partners agree on for 753 and 754. The first code is written, all of them are understood. */
export type RoutingProfile = {
  /** N101 of who has goods ready, and of where they go. */
  parties: { shipFrom: readonly string[]; shipTo: readonly string[] };
  /** PER01, and PER03 of a phone and of an e-mail address. */
  contacts: { function: readonly string[]; phone: readonly string[]; email: readonly string[] };
  /** G6201 and G6203 in a request and in its answer. Days of other kinds are left out. */
  moments: Readonly<Record<'request' | 'instructions', Readonly<Record<RoutingMomentKind, MomentCodes>>>>;
  /** OID04. */
  packaging: Readonly<Record<PackagingKind, readonly string[]>>;
  /** Data element 184. */
  volumeUnits: Readonly<Record<'m3' | 'ft3', readonly string[]>>;
  /** SMD01. */
  services: Readonly<Record<ServiceLevel, readonly string[]>>;
};

export const defaultRoutingProfile: RoutingProfile = {
  parties: { shipFrom: ['SF', 'VN', 'SU'], shipTo: ['ST'] },
  contacts: { function: ['IC'], phone: ['TE'], email: ['EM'] },
  moments: {
    request: {
      pickup: { date: ['10'], time: ['Y'] },
      delivery: { date: ['02'], time: ['Z'] },
    },
    instructions: {
      pickup: { date: ['69', '10'], time: ['U'] },
      delivery: { date: ['70', '02'], time: ['X'] },
    },
  },
  packaging: { carton: ['CTN'], pallet: ['PLT'], piece: ['PCS'] },
  volumeUnits: { m3: ['X'], ft3: ['E'] },
  services: { standard: ['ST'], ground: ['CG'], 'second-day': ['SE'], 'next-day': ['ND'] },
};
