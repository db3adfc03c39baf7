import type { Loop, PlacedSegment } from '@coplan/edi';
import type { LocalDate, UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** What the lines of 180, 810, 850, 860 and 865 share: a price per ordered unit, a description, a delivery day. */

/** Data element 639 that leaves the price per ordered unit. PE (per each) does so only where eaches are ordered. */
const priceBases = ['UM', 'QT', 'TE', 'CP', 'PE'];

/** Complains where the price is not per ordered unit. */
export function checkPriceBasis(
  from: Reading,
  at: PlacedSegment | undefined,
  position: number,
  unit: UnitCode | undefined,
): void {
  const basis = from.text(at, position);
  if (basis === undefined || (priceBases.includes(basis) && (basis !== 'PE' || unit === 'EA'))) return;
  const why = `a price with basis "${basis}" is not per ordered unit: send it per ordered unit`;
  from.complain(at, position, why, 'element-code');
}

/** PID F: the description is free text. */
export function readDescription(from: Reading, line: Loop): string | undefined {
  const texts = [...line.all('PID'), ...line.loops('PID').flatMap((pid) => pid.all('PID'))];
  return from.text(
    texts.find(({ segment }) => segment.value(1) === 'F'),
    5,
  );
}

export function writeDescription(to: Writing, description: string | undefined): void {
  if (description !== undefined) to.segment('PID', 'F', '', '', '', description);
}

/** DTM of the delivery day of an order or of a line. */
export function readDeliveryDay(
  from: Reading,
  loop: Loop,
  { dates }: AgreementProfile,
  what: string,
): LocalDate | undefined {
  const deliver = loop.all('DTM').find((at) => dates.deliver.includes(at.segment.value(1)));
  return from.optionalDate(deliver, 2, what);
}

export function writeDeliveryDay(to: Writing, day: LocalDate | undefined, { dates }: AgreementProfile): void {
  if (day !== undefined) to.segment('DTM', dates.deliver[0], toCcyymmdd(day));
}

/** One order is for one place. */
export function refuseSplit(from: Reading, line: Loop): void {
  const split = line.first('SDQ');
  if (split !== undefined) {
    from.complain(split, 3, 'an order split by store is not agreed: send one order per delivery place');
  }
}
