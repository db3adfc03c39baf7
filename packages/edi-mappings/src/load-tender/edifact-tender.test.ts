import type { LoadTender } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { mappingFor } from '../mapped-messages.ts';
import { sentAndReceived } from '../wire.ts';
import { anyEdifactTender } from './edifact-arbitrary.ts';
import { edifactFirmBooking, edifactTransportInstruction } from './edifact-tender.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN004', delimiters: { decimal: ',' } },
  }),
];
const messages = [edifactTransportInstruction, edifactFirmBooking];

test.each(
  messages.flatMap((mapping) =>
    profiles.map((profile) => ({ mapping, profile, type: mapping.type, version: profile.edifact.version })),
  ),
)('a load that is offered by $type comes back as the same load ($version)', ({ mapping, profile }) => {
  fc.assert(
    fc.property(anyEdifactTender, (tender) => {
      const written = mapping.write(tender, profile);
      expect(written.issues).toEqual([]);
      const read = mapping.read(sentAndReceived(mapping.type, written.segments, profile), profile);
      expect(read).toEqual({ document: tender, issues: [] });
    }),
    { numRuns: 50 },
  );
});

const sample = (): LoadTender => {
  const [tender] = fc.sample(anyEdifactTender, { numRuns: 1, seed: 1 });
  if (tender === undefined) throw new Error('there is a sample');
  return tender;
};
const why = (tender: LoadTender): string[] =>
  edifactTransportInstruction.write(tender).issues.map(({ message }) => message);

test('a load with three stops is not squeezed into an instruction, which knows two', () => {
  const tender = sample();
  const [pickup, delivery] = tender.stops;
  if (pickup === undefined || delivery === undefined) throw new Error('there are two stops');
  const drop = { ...delivery, stopNumber: 3 };
  expect(why({ ...tender, stops: [pickup, delivery, drop] })).toEqual([
    'stop 1 is load-complete and stop 2 unload-complete in an IFTMIN: send what is loaded or unloaded in between as another load',
  ]);
});

test('what has no place in an instruction is refused and not left out', () => {
  const tender = sample();
  const [pickup, delivery] = tender.stops;
  if (pickup === undefined || delivery === undefined) throw new Error('there are two stops');
  const weight = { amountMilli: 1000, unit: 'KGM' as const };
  const told = {
    ...tender,
    respondBy: { on: '2026-11-09' as never, time: '08:00', timeZone: 'CT' },
    references: [{ kind: 'appointment' as const, value: 'A1' }],
    stops: [
      { ...pickup, orders: [{ poNumber: '4711' }], weight },
      { ...delivery, weight, references: [{ kind: 'bill-of-lading' as const, value: 'B' }] },
    ],
  };
  expect(why(told)).toEqual([
    'the goods of an IFTMIN stand at the place of loading, not at that of unloading',
    'the numbers of an IFTMIN are those of the load, not of a stop',
    'the time zone CT has no place in a DTM: give the local time of the place',
    'a number of the kind "appointment" has no agreed code in RFF',
    'beside the orders of a stop there is no place for its weight and pieces: say them of the load',
  ]);
});

test('the agreement says whether a load is offered by instruction or by firm booking', () => {
  const typeFor = (tenderMessage: 'IFTMIN' | 'IFTMBF') =>
    mappingFor(sample(), agreementProfile({ dialect: 'edifact', edifact: { transport: { tenderMessage } } }))
      ?.type;
  expect([typeFor('IFTMIN'), typeFor('IFTMBF')]).toEqual(['IFTMIN', 'IFTMBF']);
});
