import { DomainError, formatMilli } from '@coplan/kernel';

type Thing =
  | 'wave'
  | 'item'
  | 'lot'
  | 'serial number'
  | 'pick list'
  | 'pick task'
  | 'carton'
  | 'shipment'
  | 'count'
  | 'carton type'
  | 'place'
  | 'order';

export const notFound = (what: Thing, id: string): DomainError =>
  new DomainError(
    'not-found',
    'warehouse.not-found',
    { what, id },
    `There is no such ${what} in your warehouse`,
  );

export const changedMeanwhile = (about: {
  what: Thing;
  expectedVersion: number;
  version: number;
}): DomainError =>
  new DomainError(
    'conflict',
    'warehouse.changed-by-someone-else',
    about,
    `Somebody else changed this ${about.what} meanwhile: look at it again, then decide`,
  );

export const eventNotAllowed = (about: {
  what: Thing | 'line';
  name: string;
  state: string;
  event: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.event-not-allowed',
    about,
    `${about.what.charAt(0).toUpperCase()}${about.what.slice(1)} ${about.name} is ${about.state.replaceAll('-', ' ')}: "${about.event}" is not possible now`,
  );

export const nothingToRelease = (): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.nothing-to-release',
    {},
    'Nothing is reserved for these orders at this place that is not released already: reserve stock first',
  );

export const releasedMeanwhile = (): DomainError =>
  new DomainError(
    'conflict',
    'warehouse.released-meanwhile',
    {},
    'Somebody else released a part of these orders meanwhile: look at what is left, then release it',
  );

export const noPickFace = (itemNumbers: readonly string[]): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.no-pick-face',
    { itemNumbers },
    `Nobody knows in which bin to find ${itemNumbers.slice(0, 10).join(', ')}: name the bin of each under Warehouse, Set up`,
  );

export const binUnknown = (code: string): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.bin-unknown',
    { code },
    `There is no bin ${code} at this place: add it first`,
  );

export const binInUse = (code: string): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.bin-in-use',
    { code },
    `Items are picked from bin ${code}: move them to another bin before it is removed`,
  );

export const foundTooMuch = (about: { askedMilli: number; foundMilli: number }): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.found-too-much',
    about,
    `Here ${formatMilli(about.askedMilli)} are to be taken, not ${formatMilli(about.foundMilli)}: put the rest back`,
  );

export const shortWithoutReason = (): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.short-without-reason',
    {},
    'Less than asked was found: say why, so that whoever counts the bin knows',
  );

export const packedAlready = (lineNumber: string): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.packed-already',
    { lineNumber },
    `Line ${lineNumber} of this pick is packed: open its carton and take it out before the pick is undone`,
  );

export const nothingPicked = (): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.nothing-picked',
    {},
    'Nothing was found there, so nothing can be put back: what was freed is reserved anew',
  );

export const noHandling = (itemNumbers: readonly string[]): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.no-handling',
    { itemNumbers },
    `Size and weight of ${itemNumbers.slice(0, 10).join(', ')} are not known: name them under Warehouse, Set up`,
  );

export const noCartonTypes = (): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.no-carton-types',
    {},
    'There are no cartons to pack into: add them under Warehouse, Set up',
  );

export const noSsccRange = (): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.no-sscc-range',
    {},
    'Cartons get SSCCs of your GS1 company prefix, and it is not known yet: name it under Warehouse, Set up',
  );

export const nothingToPack = (): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.nothing-to-pack',
    {},
    'Everything that was picked of this order is in cartons',
  );

export const notOfThisOrder = (): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.not-of-this-order',
    {},
    'That line is not picked for this order: put it back',
  );

export const morePackedThanPicked = (about: {
  lineNumber: string;
  leftMilli: number;
  quantityMilli: number;
}): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.more-packed-than-picked',
    about,
    `Of line ${about.lineNumber} ${formatMilli(about.leftMilli)} are picked and in no other carton, not ${formatMilli(about.quantityMilli)}`,
  );

export const emptyCarton = (sscc: string): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.empty-carton',
    { sscc },
    `Carton ${sscc} holds nothing: void it, or say what is in it`,
  );

export const cartonsOpen = (ssccs: readonly string[]): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.cartons-open',
    { ssccs },
    `${ssccs.length === 1 ? 'Carton' : 'Cartons'} ${ssccs.slice(0, 5).join(', ')} ${ssccs.length === 1 ? 'is' : 'are'} open: pack or void before shipping`,
  );

export const nothingToShip = (): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.nothing-to-ship',
    {},
    'This shipment has no packed carton yet: pack the order first',
  );

export const partlyPacked = (lineNumbers: readonly string[]): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.partly-packed',
    { lineNumbers },
    `Of line ${lineNumbers.join(', ')} something is picked and in no carton: pack it, or undo the pick`,
  );

export const buyerReceived = (poNumber: string): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.buyer-received',
    { poNumber },
    `The buyer has received goods of PO ${poNumber}: what it did not want comes back as a return`,
  );

export const prefixInUse = (): DomainError =>
  new DomainError(
    'not-allowed',
    'warehouse.prefix-in-use',
    {},
    'Cartons carry numbers of this prefix and extension digit: take another extension digit, never one that was used',
  );

export const notAPrefix = (companyPrefix: string): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.not-a-prefix',
    { companyPrefix },
    `"${companyPrefix}" is no GS1 company prefix: it has 7 to 10 digits and was given to you by GS1`,
  );

export const serialNotPicked = (about: { lineNumber: string; serialNumber: string }): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.serial-not-picked',
    about,
    `Serial number ${about.serialNumber} was not picked for line ${about.lineNumber}, or is in another carton: take it out of this one`,
  );

export const serialsToChoose = (about: {
  lineNumber: string;
  quantityMilli: number;
  serialCount: number;
}): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.serials-to-choose',
    about,
    `The carton takes ${formatMilli(about.quantityMilli)} of line ${about.lineNumber}, and ${about.serialCount} serial numbers are named: scan the serial number of each unit in it`,
  );

const proofFaults = {
  'unknown-line': 'it is not in the shipment: name lines that have left with it',
  'more-than-shipped': 'more was kept and refused than has left: count again',
  'more-damaged-than-kept': 'more was damaged than was kept: what was sent back is refused, not damaged',
  'refused-without-reason': 'say why it was refused',
  'serials-to-name': 'it has serial numbers: name each unit that was refused, and each that was not there',
} as const;

export const proofFaulty = (about: { orderLineId: string; kind: keyof typeof proofFaults }): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.proof-faulty',
    about,
    `Line ${about.orderLineId} of the proof of delivery: ${proofFaults[about.kind]}`,
  );

export const proofOutOfTime = (about: { deliveredAt: string }): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.proof-out-of-time',
    about,
    `Nobody can have signed at ${about.deliveredAt}: give the moment at the door, after the goods left and not in the time to come`,
  );

export const proofNeedsReason = (isCorrection: boolean): DomainError =>
  new DomainError(
    'invalid',
    'warehouse.proof-needs-reason',
    { isCorrection },
    isCorrection
      ? 'This shipment was signed for already: say why that is corrected'
      : 'Nothing was signed for yet: there is nothing to correct, leave out the reason',
  );
