import {
  type LocalMoment,
  type TransportReference,
  transportReferenceKinds,
  type Weight,
} from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';

/** For tests only. */
const two = (number: number): string => String(number).padStart(2, '0');

export const anyCarrierCode = fc
  .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), { minLength: 2, maxLength: 4 })
  .map((letters) => letters.join(''));

export const anyLocalMoment: fc.Arbitrary<LocalMoment> = fc
  .record({
    on: anyDay,
    time: optional(fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${two(hour)}:${two(minute)}`)),
    zone: optional(fc.constantFrom('LT', 'ET', 'CT')),
  })
  .map(({ zone, ...moment }) => ({ ...moment, timeZone: moment.time === undefined ? undefined : zone }));

export const anyTransportReference: fc.Arbitrary<TransportReference> = fc.record({
  kind: fc.constantFrom(...transportReferenceKinds),
  value: text(30),
});

/** Ten digits in all: the point does not count. */
export const anyWeight: fc.Arbitrary<Weight> = fc.record({
  amountMilli: fc.nat(2 ** 31 - 1),
  unit: fc.constantFrom('KGM', 'LBR'),
});

/** Kinds that EDIFACT has codes for with the default agreement, each number once. */
export const anyEdifactReferences = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom(...transportReferenceKinds.filter((kind) => kind !== 'appointment')),
    value: text(30),
  }),
  { maxLength: 4, selector: ({ kind, value }) => `${kind} ${value}` },
);
