/** What our document says at each place of a message. Names and limits of the elements come from the schema. */
export type PlaceWords = readonly [place: string, field: string, words: string];

/** N1 of the companies and places. */
export const namedParties = (fields: string): PlaceWords[] => [
  ['N101', fields, 'role, by the agreed codes'],
  ['N102', '….name', ''],
  ['N103', '', 'kind of the id: GLN or an agreed code'],
  ['N104', '….gln, ….code', ''],
];
export const party = namedParties('buyer, supplier, shipTo');
/** Item numbers in pairs of qualifier and value, from element `first` on. */
export const item = (first: number, tag: string): PlaceWords[] => {
  const place = (position: number): string => `${tag}${String(position).padStart(2, '0')}`;
  return [
    [place(first), '', 'kind of the item number, in pairs with the next element'],
    [place(first + 1), 'gtin, buyerItemNumber, supplierItemNumber', 'a GTIN is kept with 14 digits'],
  ];
};
export const count: PlaceWords = ['CTT01', '', 'number of lines; checked when read'];

/** NAD of the companies and places. */
export const namedNad = (fields: string): PlaceWords[] => [
  ['NAD01', fields, 'role, by the agreed codes'],
  ['NAD02-1', '….gln, ….code', ''],
  ['NAD02-3', '', 'who gave the id: 9 GS1 for a GLN, or an agreed code'],
  ['NAD03-1', '….name', 'where NAD04 is empty; the next lines are then the address'],
  ['NAD04-1', '….name', 'up to five parts, split at blanks'],
];
export const nad: PlaceWords[] = [
  ...namedNad('buyer, supplier, shipTo'),
  ['NAD05-1', 'shipTo.address.lines', 'up to four lines'],
  ['NAD06', 'shipTo.address.city', ''],
  ['NAD07', 'shipTo.address.region', ''],
  ['NAD08', 'shipTo.address.postalCode', ''],
  ['NAD09', 'shipTo.address.countryCode', ''],
  ['RFF01-2', '….code', 'below a NAD that names a GLN, with the agreed qualifier'],
];
/** Item numbers of a line in LIN and PIA. */
export const edifactItem: PlaceWords[] = [
  ['LIN03-1', 'lines[].gtin', 'a GTIN is kept with 14 digits'],
  ['LIN03-2', '', 'kind of the item number'],
  ['PIA02-1', 'lines[].buyerItemNumber, lines[].supplierItemNumber', 'up to five in a PIA'],
  ['PIA02-2', '', 'kind of the item number'],
];
