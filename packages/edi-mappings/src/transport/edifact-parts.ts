import type { LocalMoment, TransportReference } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { findGroup } from '../edifact/qualified.ts';
import { joined, splitText } from '../edifact/texts.ts';
import { type Reading, toCcyymmdd, toLocalDate } from '../reading.ts';
import type { Writing } from '../writing.ts';

const referenceList = ({ edifact }: AgreementProfile) =>
  codeList('kind of number', edifact.transport.references);
const momentPatterns: Readonly<Record<string, RegExp>> = {
  '102': /^(\d{8})$/,
  '203': /^(\d{8})([01]\d|2[0-3])([0-5]\d)$/,
  '204': /^(\d{8})([01]\d|2[0-3])([0-5]\d)[0-5]\d$/,
};

/** A day and perhaps a time of a DTM, 2379 102, 203 or 204: local time of the place that it is about. */
export function readEdifactMoment(
  from: Reading,
  at: PlacedSegment | undefined,
  what: string,
): LocalMoment | undefined {
  const text = from.required(at, [1, 2], what);
  const format = from.required(at, [1, 3], `format of the ${what}`);
  if (text === undefined || format === undefined) return undefined;
  const pattern = momentPatterns[format];
  if (pattern === undefined) {
    const known = Object.keys(momentPatterns).join(', ');
    from.complain(at, [1, 3], `the ${what} has the format "${format}": send one of ${known}`, 'element-code');
    return undefined;
  }
  const [, day = '', hour, minute] = pattern.exec(text) ?? [];
  const on = toLocalDate(day);
  if (on === undefined) {
    const why = `the ${what} "${text}" does not exist in the format ${format}`;
    from.complain(at, [1, 2], why, 'element-date');
    return undefined;
  }
  return { on, time: hour === undefined ? undefined : `${hour}:${minute}` };
}

export function writeEdifactMoment(
  to: Writing,
  qualifier: string | undefined,
  { on, time, timeZone }: LocalMoment,
): void {
  if (qualifier === undefined) to.complain(`the moment ${on} ${time ?? ''} has no agreed code in DTM`);
  if (timeZone !== undefined)
    to.complain(`the time zone ${timeZone} has no place in a DTM: give the local time of the place`);
  if (time === undefined) to.segment('DTM', [qualifier, toCcyymmdd(on), '102']);
  else to.segment('DTM', [qualifier, `${toCcyymmdd(on)}${time.replace(':', '')}`, '203']);
}

/** Numbers of the agreed kinds, each of them once. */
export function readRffs(
  from: Reading,
  segments: readonly PlacedSegment[],
  profile: AgreementProfile,
): { kind: TransportReference['kind']; value: string | undefined }[] {
  const all = segments.flatMap((at) => {
    const kind = referenceList(profile).toOurs(at.segment.component(1, 1));
    return kind === undefined ? [] : [{ kind, value: from.required(at, [1, 2], 'number') }];
  });
  return all.filter(
    ({ kind, value }, index) =>
      all.findIndex((other) => other.kind === kind && other.value === value) === index,
  );
}

export function writeRff(to: Writing, { kind, value }: TransportReference, profile: AgreementProfile): void {
  const code = referenceList(profile).toTheirs(kind);
  if (code === '') to.complain(`a number of the kind "${kind}" has no agreed code in RFF`);
  to.segment('RFF', [code, value]);
}

/** The heads of the RFF groups of a message. */
export const rffsOf = (root: Loop): PlacedSegment[] => root.loops('RFF').flatMap((group) => group.all('RFF'));

/** The carrier's code in a TDT, where one of the agreed agencies gave it. */
export function readCarrierCode(
  from: Reading,
  level: Loop,
  { edifact }: AgreementProfile,
): string | undefined {
  const { stage, agencies } = edifact.transport.carriage;
  const at = findGroup(level, 'TDT', [stage])?.first('TDT');
  return agencies.includes(from.component(at, 5, 3) ?? '') ? from.component(at, 5, 1) : undefined;
}

export function writeCarriage(
  to: Writing,
  carrierCode: string | undefined,
  { edifact }: AgreementProfile,
): void {
  const { stage, mode, means, codeList: list, agencies } = edifact.transport.carriage;
  const carrier = carrierCode === undefined ? '' : [carrierCode, list, agencies[0]];
  to.segment('TDT', stage, '', [mode], [means], carrier);
}

const textParts = { parts: 5, lengthMax: 70 };

/** Remarks of one kind: the parts of each FTX joined with blanks. */
export const readFtx = (from: Reading, level: Loop, kinds: readonly string[]): string[] =>
  level
    .all('FTX')
    .filter((at) => kinds.includes(at.segment.value(1)))
    .map((at) => joined([1, 2, 3, 4, 5].map((part) => from.component(at, 4, part))))
    .filter((text) => text !== undefined);

export function writeFtx(to: Writing, kind: string | undefined, text: string): void {
  const parts = splitText(text, textParts);
  if (kind === undefined || parts === undefined)
    to.complain(`the remark "${text}" has no agreed code, or does not fit five parts of 70 characters`);
  to.segment('FTX', kind, '', '', parts);
}
