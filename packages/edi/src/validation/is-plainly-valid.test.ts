import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SegmentSchema } from '../schema/schema.ts';
import { standardSchemas } from '../schema/standard-schemas.ts';
import { SegmentReader } from '../syntax/segment-reader.ts';
import { checkSegment } from './check-segment.ts';
import { isPlainlyValid } from './is-plainly-valid.ts';

const headers = {
  x12: 'ISA*00*          *00*          *ZZ*A              *ZZ*B              *261102*0815*^*00501*000000001*0*T*:~',
  edifact: "UNB+UNOC:4+A:14+B:14+20261102:0815+1'",
};
const segmentsOf = (type: string, version: string): SegmentSchema[] => {
  const schema = standardSchemas(type, version);
  return typeof schema === 'string' ? [] : [...schema.segments.values()];
};

const cases = [
  { dialect: 'x12' as const, segments: segmentsOf('850', '005010'), separator: '*', end: '~' },
  { dialect: 'edifact' as const, segments: segmentsOf('ORDERS', 'D.96A'), separator: '+', end: "'" },
];
const anyValue = fc.oneof(
  fc.constantFrom(
    '',
    '',
    '1',
    '12.5',
    '12,5',
    '-3',
    '5.',
    'EA',
    'F',
    'Q',
    '20261102',
    '20260231',
    '0815',
    '4',
  ),
  fc.stringMatching(/^[A-Z0-9]{1,40}$/),
  fc.constantFrom(
    ':',
    '1:2',
    ':1',
    '21:12:PCE',
    '137:20261102:102',
    '::9',
    '4006381333924::9',
    '?+',
    'x^y',
    'x*y',
  ),
);

test.each(cases)('what the quick test of $dialect lets pass has no fault at all', (about) => {
  const { dialect, segments, separator, end } = about;
  let passedCount = 0;
  const property = fc.property(
    fc.constantFrom(...segments),
    fc.array(anyValue, { maxLength: 12 }),
    (schema, values) => {
      const faults: string[] = [];
      const reader = new SegmentReader({
        header: () => undefined,
        note: () => undefined,
        segment(current) {
          if (current.tag !== schema.tag || !isPlainlyValid(schema, current)) return;
          passedCount++;
          checkSegment(schema, current.toSegment(), ({ why }) => faults.push(why));
        },
      });
      reader.push(Buffer.from(`${headers[dialect]}${[schema.tag, ...values].join(separator)}${end}`));
      reader.end();
      expect(faults).toEqual([]);
    },
  );
  fc.assert(property, { numRuns: 4_000 });
  expect(passedCount).toBeGreaterThan(50);
});
