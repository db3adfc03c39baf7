import type {
  ScheduleAmounts,
  ScheduleAuthorisation,
  ScheduleBucket,
  ScheduleProgress,
} from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, readDay, writeDay } from '../edifact/dates.ts';
import { readQuantity } from '../edifact/items.ts';
import { findQualified, qualifierOf } from '../edifact/qualified.ts';
import { findSpan, type Span, styleOf, writeSpan } from '../edifact/spans.ts';
import type { Reading } from '../reading.ts';
import type { Location } from '../splits.ts';
import type { Writing } from '../writing.ts';
import { readReference, writeReference } from './edifact-header.ts';
import { endOfBucket } from './periods.ts';

/** What one QTY of a schedule is, with what a whole message must have in common. */
export type QuantityDraft = { unit: UnitCode | undefined } & (
  | {
      is: 'bucket';
      bucket: { [Key in keyof ScheduleBucket]: ScheduleBucket[Key] | undefined };
      basis: 'delivery' | 'shipment' | undefined;
      amounts: ScheduleAmounts | undefined;
    }
  | { is: 'progress'; progress: { [Key in keyof ScheduleProgress]: ScheduleProgress[Key] | undefined } }
  | {
      is: 'authorisation';
      authorisation: { [Key in keyof ScheduleAuthorisation]: ScheduleAuthorisation[Key] | undefined };
    }
);

const certainties = ({ edifact }: AgreementProfile) => codeList('certainty', edifact.schedule.certainties);
const resources = ({ edifact }: AgreementProfile) =>
  codeList('authorisation', edifact.schedule.authorisations);
const amountKinds = ({ edifact }: AgreementProfile) => codeList('kind of amounts', edifact.schedule.amounts);
const progressKinds = ({ edifact }: AgreementProfile) =>
  codeList('shipped or received', edifact.schedule.progress);

/** A QTY group with the SCC that holds for it: below QTY in D.96A, above it in D.01B. */
export function readScheduleQuantity(
  from: Reading,
  {
    group,
    condition,
    location,
  }: { group: Loop; condition: PlacedSegment | undefined; location?: Location | undefined },
  profile: AgreementProfile,
): QuantityDraft {
  const at = group.first('QTY');
  const status = from.text(condition, 1);
  const code = at === undefined ? '' : qualifierOf(at);
  const { amountMilli, unit } = readQuantity(from, { at, line: at }, profile, 'quantity');
  const resource = status === undefined ? undefined : resources(profile).toOurs(status);
  if (resource !== undefined) {
    return {
      unit,
      is: 'authorisation',
      authorisation: readAuthorisation(from, group, resource, amountMilli, profile),
    };
  }
  const kind = condition === undefined ? progressKinds(profile).toOurs(code) : undefined;
  if (kind !== undefined) {
    return { unit, is: 'progress', progress: readProgress(from, group, kind, amountMilli, profile) };
  }
  const { span, basis } = readPeriod(from, group, condition, profile);
  return {
    unit,
    is: 'bucket',
    basis,
    amounts: from.code(amountKinds(profile), at, [1, 1]),
    bucket: {
      startsOn: span?.startsOn,
      endsBefore: span?.endsBefore,
      time: span?.time,
      amountMilli,
      certainty: readCertainty(from, condition, at, profile),
      location: location as ScheduleBucket['location'],
      reference: readReference(from, group, profile.edifact.schedule.references.release),
      weekdays: readWeekdays(from, condition, profile),
    },
  };
}

function readCertainty(
  from: Reading,
  condition: PlacedSegment | undefined,
  at: PlacedSegment | undefined,
  profile: AgreementProfile,
) {
  if (condition !== undefined) return from.code(certainties(profile), condition, 1);
  const { certaintyWhenAbsent } = profile.edifact.schedule;
  if (certaintyWhenAbsent === undefined) {
    from.complain(at, 0, 'the certainty is missing: send an SCC or agree one', 'value-missing');
  }
  return certaintyWhenAbsent;
}

/** SCC 2015, with the patterns that are agreed for SDP01. */
function readWeekdays(from: Reading, condition: PlacedSegment | undefined, { schedule }: AgreementProfile) {
  const code = from.component(condition, 3, 2);
  if (code === undefined) return undefined;
  const weekdays = Object.hasOwn(schedule.patterns, code) ? schedule.patterns[code] : undefined;
  if (weekdays === undefined) {
    const agreed = Object.keys(schedule.patterns).join(', ');
    from.complain(
      condition,
      [3, 2],
      `"${code}" is no agreed delivery pattern: agreed are ${agreed}`,
      'element-code',
    );
  }
  return weekdays === undefined || weekdays.length === 0 ? undefined : [...weekdays];
}

/** The days of an amount. What they are follows from their qualifier; SCC 2013 says how long a first day lasts. */
function readPeriod(
  from: Reading,
  group: Loop,
  condition: PlacedSegment | undefined,
  profile: AgreementProfile,
) {
  const { periods, frequencies } = profile.edifact.schedule;
  for (const basis of ['delivery', 'shipment'] as const) {
    const issuesBefore = from.issues.length;
    const span = findSpan(from, group, periods[basis], 'period');
    if (span === undefined && from.issues.length === issuesBefore) continue;
    const frequency = from.component(condition, 3, 1);
    const isFirstDay = findQualified(group, 'DTM', periods[basis].day)?.segment.component(1, 3) === '102';
    if (span === undefined || frequency === undefined || !isFirstDay) return { span, basis };
    const kind = from.code(codeList('frequency', frequencies), condition, [3, 1]);
    const endsBefore = kind === undefined ? undefined : endOfBucket(kind, span.startsOn);
    if (kind !== undefined && endsBefore === undefined) {
      const why = `no ${kind} starts on ${span.startsOn}: send a range (718)`;
      from.complain(group.first('DTM'), [1, 2], why, 'element-date');
    }
    return {
      span: { startsOn: span.startsOn, endsBefore: endsBefore ?? span.endsBefore, time: undefined },
      basis,
    };
  }
  const known = [...periods.delivery.day, ...periods.shipment.day].join(' or ');
  from.complain(
    group.first('QTY'),
    0,
    `the period of the amount is missing: send DTM ${known}`,
    'value-missing',
  );
  return { span: undefined, basis: undefined };
}

function readProgress(
  from: Reading,
  group: Loop,
  name: 'last-shipped' | 'last-received' | 'cumulative-shipped' | 'cumulative-received',
  amountMilli: number | undefined,
  profile: AgreementProfile,
) {
  const { progressDays, references } = profile.edifact.schedule;
  const [kind, event] = name.split('-') as ['last' | 'cumulative', 'shipped' | 'received'];
  const days = kind === 'last' ? progressDays[event] : progressDays.until;
  return {
    kind,
    event,
    amountMilli,
    startsOn:
      kind === 'last'
        ? undefined
        : optionalDay(from, findQualified(group, 'DTM', progressDays.since), 'first day of the sum'),
    on: readDay(from, findQualified(group, 'DTM', days) ?? group.first('DTM'), 'day'),
    reference: readReference(from, group, references.shipment),
  };
}

function readAuthorisation(
  from: Reading,
  group: Loop,
  resource: ScheduleAuthorisation['resource'],
  amountMilli: number | undefined,
  { edifact }: AgreementProfile,
) {
  const { progressDays, authorisedAmounts } = edifact.schedule;
  const at = group.first('QTY');
  if (at !== undefined && !authorisedAmounts.includes(qualifierOf(at))) {
    const why = `an authorisation is told as a sum, QTY ${authorisedAmounts.join(' or ')}`;
    from.complain(at, [1, 1], why, 'element-code');
  }
  return {
    resource,
    until: readDay(from, findQualified(group, 'DTM', progressDays.until), 'day until which is authorised'),
    amountMilli,
    amountMaxMilli: undefined,
    startsOn: optionalDay(from, findQualified(group, 'DTM', progressDays.since), 'first day'),
  };
}

/** A QTY to write: its SCC, or none, and what stands below it. */
export type QuantityToWrite = {
  condition: readonly (string | undefined | readonly (string | undefined)[])[] | undefined;
  quantity: readonly (string | undefined)[];
  writeRest: () => void;
};

export function bucketQuantity(
  to: Writing,
  bucket: ScheduleBucket,
  about: { unit: UnitCode; basis: 'delivery' | 'shipment'; amounts: ScheduleAmounts },
  profile: AgreementProfile,
): QuantityToWrite {
  const { schedule } = profile.edifact;
  const certainty = certainties(profile).toTheirs(bucket.certainty);
  if (certainty === '') to.complain(`the certainty "${bucket.certainty}" is not agreed with this partner`);
  const code = amountKinds(profile).toTheirs(about.amounts);
  if (code === '') to.complain(`amounts of kind "${about.amounts}" are not agreed with this partner`);
  const { style, frequency } = styleOf(bucket as Span, schedule.periodStyle, schedule.frequencies);
  const pattern = patternCode(to, bucket.weekdays, profile);
  const hasDetail = frequency !== undefined || pattern !== undefined;
  return {
    condition: [certainty, ...(hasDetail ? ['', [frequency, pattern]] : [])],
    quantity: [code, to.decimal(bucket.amountMilli, 3), to.unit(about.unit)],
    writeRest: () => {
      writeSpan(to, bucket as Span, schedule.periods[about.basis], style);
      writeReference(to, schedule.references.release, bucket.reference, 'number of a release');
    },
  };
}

function patternCode(to: Writing, weekdays: readonly number[] | undefined, { schedule }: AgreementProfile) {
  if (weekdays === undefined) return undefined;
  const code = Object.entries(schedule.patterns).find(([, days]) => days.join() === weekdays.join())?.[0];
  if (code === undefined) to.complain(`no delivery pattern is agreed for the weekdays ${weekdays.join()}`);
  return code;
}

export function progressQuantity(
  to: Writing,
  { kind, event, amountMilli, startsOn, on, reference }: ScheduleProgress,
  unit: UnitCode,
  profile: AgreementProfile,
): QuantityToWrite {
  const { progressDays, references } = profile.edifact.schedule;
  const code = progressKinds(profile).toTheirs(`${kind}-${event}`);
  if (code === '') to.complain(`what was ${event} (${kind}) is not agreed with this partner`);
  return {
    condition: undefined,
    quantity: [code, to.decimal(amountMilli, 3), to.unit(unit)],
    writeRest: () => {
      if (kind === 'cumulative') writeDay(to, progressDays.since[0], startsOn);
      writeDay(to, kind === 'last' ? progressDays[event][0] : progressDays.until[0], on);
      writeReference(to, references.shipment, reference, 'number of a shipment');
    },
  };
}

export function authorisationQuantity(
  to: Writing,
  { resource, until, amountMilli, amountMaxMilli, startsOn }: ScheduleAuthorisation,
  unit: UnitCode,
  profile: AgreementProfile,
): QuantityToWrite {
  const { progressDays, authorisedAmounts } = profile.edifact.schedule;
  const code = resources(profile).toTheirs(resource);
  if (code === '') to.complain(`the authorisation "${resource}" is not agreed with this partner`);
  if (amountMilli === undefined || amountMaxMilli !== undefined) {
    to.complain('an authorisation is told by its sum alone: give it without a largest amount');
  }
  return {
    condition: [code],
    quantity: [authorisedAmounts[0], to.decimal(amountMilli ?? 0, 3), to.unit(unit)],
    writeRest: () => {
      writeDay(to, progressDays.since[0], startsOn);
      writeDay(to, progressDays.until[0], until);
    },
  };
}

/** QTY with its SCC below it; from D.01B on, DELFOR has one SCC above all neighbours with the same. */
export function writeQuantities(
  to: Writing,
  quantities: readonly QuantityToWrite[],
  conditions: 'below' | 'above',
): void {
  let before: string | undefined;
  for (const { condition, quantity, writeRest } of quantities) {
    const key = condition === undefined ? undefined : JSON.stringify(condition);
    if (conditions === 'above' && condition !== undefined && key !== before) to.segment('SCC', ...condition);
    before = key;
    to.segment('QTY', quantity);
    if (conditions === 'below' && condition !== undefined) to.segment('SCC', ...condition);
    writeRest();
  }
}
