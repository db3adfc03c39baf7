import type { PlanningSchedule, ScheduleBucket, ShippingSchedule } from '@coplan/documents';
import { addDays, isoWeekday, type LocalDate } from '@coplan/kernel';
import { inUnitOf } from '../life/find-line.ts';
import { waits } from '../life/issues.ts';
import type { LineNames, OrderFacts } from '../life/order-facts.ts';
import type { BlanketFacts, BlanketItem, Release, ReleasedBucket, ReleaseKind } from './blanket-facts.ts';

export type ReleaseDocument = PlanningSchedule | ShippingSchedule;
type Line = ReleaseDocument['lines'][number];

export const kindOf = ({ documentType }: ReleaseDocument): ReleaseKind =>
  documentType === 'planning-schedule' ? 'forecast' : 'shipping';

const isNamed = (item: BlanketItem, names: LineNames): boolean => {
  if (names.gtin !== undefined && item.gtin14 !== null) return names.gtin === item.gtin14;
  if (names.buyerItemNumber !== undefined) return names.buyerItemNumber === item.itemNumber;
  return names.supplierItemNumber !== undefined && names.supplierItemNumber === item.supplierItemNumber;
};

/** The one item of the blanket order that is named; the document waits where there is none. */
function findItem(poNumber: string, { items }: BlanketFacts, line: Line): BlanketItem {
  const found = items.find((item) => isNamed(item, line));
  if (found !== undefined) return found;
  const named = line.gtin ?? line.buyerItemNumber ?? line.supplierItemNumber ?? '';
  const known = items.slice(0, 20).map(({ itemNumber }) => itemNumber);
  return waits(
    'line-unknown',
    `Blanket order ${poNumber} has no item ${named}: its items are ${known.join(', ')}`,
  );
}

const firm: readonly string[] = ['firm', 'immediate', 'joint-firm'];

/** The day from which goods of a period are due: its first, or its first delivery day. */
function firstDay({ startsOn, endsBefore, weekdays }: ScheduleBucket): LocalDate {
  if (weekdays === undefined) return startsOn;
  for (let day = startsOn; day < endsBefore; day = addDays(day, 1)) {
    if (weekdays.includes(isoWeekday(day))) return day;
  }
  return startsOn;
}

type Amounts = PlanningSchedule['amounts'];

/** Sums become amounts of their own period: each less the one before, the first less what was required before. */
function ofOwnPeriod(
  buckets: readonly ReleasedBucket[],
  amounts: Amounts,
  { requiredMilli, about }: { requiredMilli: number; about: string },
): ReleasedBucket[] {
  if (amounts !== 'cumulative') return [...buckets];
  let before = requiredMilli;
  return buckets.map((bucket) => {
    const amountMilli = bucket.amountMilli - before;
    if (amountMilli < 0) {
      waits(
        'release-amounts',
        `${about}: the sum until ${bucket.startsOn} is ${bucket.amountMilli / 1000}, and ${before / 1000} were required before: sums never fall`,
      );
    }
    before = bucket.amountMilli;
    return { ...bucket, amountMilli };
  });
}

/** One bucket per period, in order; docks of one place are added up. */
function merged(buckets: readonly ReleasedBucket[]): ReleasedBucket[] {
  const keyOf = ({ startsOn, endsBefore, time, certainty }: ReleasedBucket): string =>
    [startsOn, time ?? '', endsBefore, certainty].join(' ');
  return [...Map.groupBy(buckets, keyOf)]
    .sort(([left], [right]) => left.localeCompare(right))
    .flatMap(([, same]) => {
      const [first] = same;
      return first === undefined
        ? []
        : [{ ...first, amountMilli: same.reduce((sum, one) => sum + one.amountMilli, 0) }];
    });
}

function toBucket(
  { facts, item, document }: { facts: OrderFacts; item: BlanketItem; document: ReleaseDocument },
  line: Line,
  bucket: ScheduleBucket,
): ReleasedBucket {
  return {
    startsOn: firstDay(bucket),
    endsBefore: bucket.endsBefore,
    time: bucket.time ?? null,
    amountMilli: inUnitOf(
      facts,
      { lineNumber: item.itemLine, unit: item.unit },
      { amountMilli: bucket.amountMilli, unit: line.unit },
    ),
    certainty:
      document.documentType === 'shipping-schedule' || firm.includes(bucket.certainty) ? 'firm' : 'planned',
    reference: bucket.reference ?? null,
  };
}

/** Of a line that names an order of its own only that one is meant. */
const linesAbout = (document: ReleaseDocument, poNumber: string): Line[] =>
  (document.lines as readonly Line[]).filter((line) => (line.poNumber ?? document.poNumber) === poNumber);

/**
 * What a schedule (830, DELFOR; 862, DELJIT) releases of a blanket order. `requiredBefore` gives what was required of
 * an item until a day, for schedules that tell sums. Throws `DocumentWaits`.
 */
export function readRelease(
  facts: OrderFacts & { blanket: BlanketFacts },
  document: ReleaseDocument,
  requiredBefore: (itemLine: string, day: LocalDate) => number,
): Pick<Release, 'items' | 'basis'> {
  const { poNumber, blanket } = facts;
  const amounts = document.documentType === 'planning-schedule' ? document.amounts : 'discrete';
  if (document.documentType === 'planning-schedule' && document.kind === 'sales') {
    waits(
      'release-amounts',
      `The schedule for order ${poNumber} tells what consumers buy: send what to deliver`,
    );
  }
  if (amounts === 'net-change') {
    waits(
      'release-amounts',
      `The schedule for order ${poNumber} tells changes only: send whole amounts or sums`,
    );
  }
  if (document.basis === 'consumption') {
    waits(
      'release-amounts',
      `The schedule for order ${poNumber} is by day of use: send it by day of delivery or shipment`,
    );
  }
  const items = Map.groupBy(linesAbout(document, poNumber), (line) => findItem(poNumber, blanket, line));
  return {
    basis: document.basis,
    items: [...items].map(([item, lines]) => {
      const buckets = lines.flatMap((line) => {
        const given: readonly ScheduleBucket[] = 'releases' in line ? line.releases : line.buckets;
        return given.map((bucket) => toBucket({ facts, item, document }, line, bucket));
      });
      const requiredMilli = requiredBefore(item.itemLine, document.horizon.startsOn);
      const about = `Item ${item.itemNumber} of order ${poNumber}`;
      return {
        itemLine: item.itemLine,
        buckets: ofOwnPeriod(merged(buckets), amounts, { requiredMilli, about }),
      };
    }),
  };
}
