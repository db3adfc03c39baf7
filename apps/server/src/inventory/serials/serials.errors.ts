import { DomainError, formatMilli } from '@coplan/kernel';

/** Where a unit is, for whoever looks for it. */
export type SerialPlace = { serialNumber: string; state: string; placeName: string | null };

const whereItIs = ({ state, placeName }: SerialPlace): string => {
  if (state === 'unknown') return 'not known';
  if (state === 'outside') return 'not in stock';
  if (state === 'delivered') return 'delivered to a customer';
  if (state === 'in-transit') return `shipped from ${placeName}`;
  return `${state === 'in-stock' ? 'in stock' : state.replaceAll('-', ' ')} at ${placeName}`;
};

const namesMax = 5;

/** Another number of serial numbers than of units. `place` says whose, e.g. "Line 1, kept". */
export const serialsCount = (about: {
  place: string;
  itemNumber: string;
  quantityMilli: number;
  serialCount: number;
}): DomainError =>
  new DomainError(
    'invalid',
    'inventory.serials-count',
    about,
    `${about.place}: ${formatMilli(about.quantityMilli)} of ${about.itemNumber} and ${about.serialCount} serial numbers. Each unit has one: scan what is missing, or correct the quantity`,
  );

export const serialTwice = (about: { serialNumber: string; first: string; second: string }): DomainError =>
  new DomainError(
    'invalid',
    'inventory.serial-twice',
    about,
    `Serial number ${about.serialNumber} is named twice, at ${about.first} and at ${about.second}: remove one of them`,
  );

/** A unit that comes in and is here already, or went to somebody and never came back. */
export const serialKnown = (about: SerialPlace & { place: string; itemNumber: string }): DomainError =>
  new DomainError(
    'conflict',
    'inventory.serial-known',
    about,
    about.state === 'in-transit' || about.state === 'delivered'
      ? `${about.place}: serial number ${about.serialNumber} of ${about.itemNumber} was received before, was ${whereItIs(about)} and has not come back: read it again`
      : `${about.place}: serial number ${about.serialNumber} of ${about.itemNumber} is ${whereItIs(about)} already: read it again, or take back the receipt that counted it`,
  );

/** Units that are taken and are not there. */
export const serialsElsewhere = (about: {
  itemNumber: string;
  serials: readonly SerialPlace[];
}): DomainError =>
  new DomainError(
    'conflict',
    'inventory.serials-elsewhere',
    about,
    `${about.itemNumber}: ${about.serials
      .slice(0, namesMax)
      .map((one) => `serial number ${one.serialNumber} is ${whereItIs(one)}`)
      .join('; ')}. Take a unit that lies here, or put right first what took it`,
  );

export const serialsMissing = (about: {
  itemNumber: string;
  quantityMilli: number;
  serialCount: number;
}): DomainError =>
  new DomainError(
    'invalid',
    'inventory.serials-missing',
    about,
    `${about.itemNumber} is tracked by serial number: name one for each unit (${formatMilli(about.quantityMilli)} units, ${about.serialCount} serial numbers)`,
  );

export const notSerialTracked = (itemNumber: string): DomainError =>
  new DomainError(
    'invalid',
    'inventory.not-serial-tracked',
    { itemNumber },
    `${itemNumber} is not tracked by serial number: leave the serial numbers out, or switch the tracking on at the item`,
  );
