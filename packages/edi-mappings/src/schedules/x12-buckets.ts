import type { ScheduleBucket } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import { addDays, type LocalDate, type UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { type Location, readSplit, writeSplits } from '../splits.ts';
import type { Writing } from '../writing.ts';
import { bucketKindOf, endOfBucket } from './periods.ts';
import { readTime, readTimes, writeTimes } from './x12-times.ts';

export type Draft<Value> = { [Key in keyof Value]: Value[Key] | undefined };
export type BucketDraft = Draft<ScheduleBucket>;
export type LineAbout = {
  unit: UnitCode | undefined;
  /** The place of the whole line, where the bucket has none of its own. */
  location?: Location | undefined;
  weekdays?: number[] | undefined;
};

const certainties = ({ schedule }: AgreementProfile) => codeList('certainty', schedule.certainties);
const bucketKinds = ({ schedule }: AgreementProfile) => codeList('kind of bucket', schedule.buckets);

/** An FST with what stands below it: one bucket, or as many as it is split into by place (SDQ) or time (JIT). */
export function readBuckets(
  at: PlacedSegment | undefined,
  loop: Loop | undefined,
  about: LineAbout,
  from: Reading,
  profile: AgreementProfile,
): BucketDraft[] {
  const amountMilli = from.scaled(at, 1, 3, 'quantity');
  const bucket: BucketDraft = {
    ...readPeriod(at, from, profile),
    amountMilli,
    certainty: from.code(certainties(profile), at, 2),
    location: about.location as ScheduleBucket['location'],
    time: readTime(at, from, profile),
    reference: readReference(at, from, profile),
    weekdays: about.weekdays,
  };
  const splits = (loop?.all('SDQ') ?? []).flatMap((split) =>
    readSplit(from, split, profile).map((one) => ({ ...one, at: split })),
  );
  const times = readTimes(loop, from, profile);
  if (splits.length > 0 && times.length > 0) {
    from.complain(at, 1, 'it is split both by place (SDQ) and by time (JIT): send one of them');
    return [bucket];
  }
  for (const { quantity, at: split } of splits) {
    if (about.unit !== undefined && quantity.unit !== undefined && quantity.unit !== about.unit) {
      from.complain(split, 1, `the unit is not that of the line, ${about.unit}`);
    }
  }
  const parts = [
    ...splits.map(({ location, quantity }) => ({ location, amountMilli: quantity.amountMilli })),
    ...times.map((one) => ({ ...one, reference: one.reference ?? bucket.reference })),
  ];
  if (parts.length === 0) return [bucket];
  checkTotal(at, amountMilli, parts, from);
  return parts.map((part) => ({ ...bucket, ...(part as BucketDraft) }));
}

function checkTotal(
  at: PlacedSegment | undefined,
  total: number | undefined,
  parts: readonly { amountMilli: number | undefined }[],
  from: Reading,
): void {
  const sum = parts.reduce((before, part) => before + (part.amountMilli ?? Number.NaN), 0);
  if (total === undefined || Number.isNaN(sum) || sum === total) return;
  from.complain(at, 1, `it says ${decimalText(total, 3)}, its parts add up to ${decimalText(sum, 3)}`);
}

function readReference(at: PlacedSegment | undefined, from: Reading, { schedule }: AgreementProfile) {
  const isRelease = schedule.releaseReferences.includes(from.text(at, 8) ?? '');
  return isRelease ? from.text(at, 9) : undefined;
}

/** FST04 is the first day, FST05 the last one; kinds other than the interval say themselves how long they last. */
function readPeriod(at: PlacedSegment | undefined, from: Reading, profile: AgreementProfile) {
  const kind = from.code(bucketKinds(profile), at, 3);
  const startsOn = from.localDate(at, 4, 'first day');
  const lastDay = from.optionalDate(at, 5, 'last day');
  const endsBefore = lastDay === undefined ? undefined : addDays(lastDay, 1);
  if (kind === undefined || startsOn === undefined) return { startsOn, endsBefore };
  if (kind === 'interval') {
    if (lastDay === undefined)
      from.complain(at, 5, 'the last day of the interval is missing', 'value-missing');
    return { startsOn, endsBefore };
  }
  const end = endOfBucket(kind, startsOn);
  if (end === undefined) {
    const interval = profile.schedule.buckets.interval[0] ?? 'an agreed code';
    from.complain(
      at,
      4,
      `no ${kind} starts on ${startsOn}: send ${interval} with both days, or agree what ${from.text(at, 3)} means`,
      'element-date',
    );
  } else if (endsBefore !== undefined && endsBefore !== end) {
    from.complain(at, 5, `the ${kind} from ${startsOn} ends on ${addDays(end, -1)}, not on ${lastDay}`);
  }
  return { startsOn, endsBefore: end };
}

/**
 * FST segments, each for one bucket or for a run of neighbours that differ in place or, where times stand in JIT, in
 * time alone.
 */
export function writeBuckets(
  to: Writing,
  buckets: readonly ScheduleBucket[],
  { unit, timesIn }: { unit: UnitCode; timesIn: 'FST' | 'JIT' },
  profile: AgreementProfile,
): void {
  const splitsTimes = timesIn === 'JIT';
  for (const run of runsOf(buckets, splitsTimes)) {
    const [first] = run;
    if (first === undefined) continue;
    const isTimed = splitsTimes && first.time !== undefined && first.location === undefined;
    writeBucket(to, first, run, isTimed, profile);
    if (first.location !== undefined) {
      const splits = run.map(({ location, amountMilli }) => ({
        location: location ?? {},
        quantity: { amountMilli, unit },
      }));
      writeSplits(to, splits, profile);
    } else if (isTimed) writeTimes(to, run, profile);
  }
}

function writeBucket(
  to: Writing,
  first: ScheduleBucket,
  run: readonly ScheduleBucket[],
  isTimed: boolean,
  profile: AgreementProfile,
): void {
  const { schedule } = profile;
  const amount = run.reduce((sum, { amountMilli }) => sum + amountMilli, 0);
  const certainty = certainties(profile).toTheirs(first.certainty);
  if (certainty === '') to.complain(`the certainty "${first.certainty}" is not agreed with this partner`);
  const [kind, lastDay] = writtenPeriod(to, first, profile);
  const hasTime = first.time !== undefined && !isTimed;
  const hasReference = first.reference !== undefined && !isTimed;
  to.segment(
    'FST',
    decimalText(amount, 3),
    certainty,
    kind,
    toCcyymmdd(first.startsOn),
    lastDay === undefined ? '' : toCcyymmdd(lastDay),
    hasTime ? schedule.timeQualifiers[0] : '',
    hasTime ? first.time?.replace(':', '') : '',
    hasReference ? schedule.releaseReferences[0] : '',
    hasReference ? first.reference : '',
  );
}

/** FST03, and FST05 where the code does not say how long the bucket lasts. */
function writtenPeriod(
  to: Writing,
  bucket: ScheduleBucket,
  { schedule }: AgreementProfile,
): [code: string, lastDay: LocalDate | undefined] {
  const [code] = schedule.buckets[bucketKindOf(bucket)];
  const [interval] = schedule.buckets.interval;
  const lastDay = addDays(bucket.endsBefore, -1);
  if (code !== undefined && code !== interval) return [code, undefined];
  if (interval === undefined) {
    to.complain(`no kind of bucket is agreed for ${bucket.startsOn} to ${lastDay}: agree one for intervals`);
  }
  return [interval ?? '', lastDay];
}

const isSame = (left: ScheduleBucket, right: ScheduleBucket): boolean =>
  left.startsOn === right.startsOn &&
  left.endsBefore === right.endsBefore &&
  left.certainty === right.certainty;

function runsOf(buckets: readonly ScheduleBucket[], splitsTimes: boolean): ScheduleBucket[][] {
  const runs: ScheduleBucket[][] = [];
  for (const bucket of buckets) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const joins =
      last !== undefined &&
      isSame(last, bucket) &&
      (last.location === undefined
        ? splitsTimes && bucket.location === undefined && last.time !== undefined && bucket.time !== undefined
        : bucket.location !== undefined && last.time === bucket.time && last.reference === bucket.reference);
    if (joins) run?.push(bucket);
    else runs.push([bucket]);
  }
  return runs;
}
