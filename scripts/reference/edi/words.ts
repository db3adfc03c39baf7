/** What our document says at each place of a message. Names and limits of the elements come from the schema. */
export type PlaceWords = readonly [place: string, field: string, words: string];

/** N1 of the companies and places. */
export const party: PlaceWords[] = [
  ['N101', 'buyer, supplier, shipTo', 'role, by the agreed codes'],
  ['N102', '….name', ''],
  ['N103', '', 'kind of the id: GLN or an agreed code'],
  ['N104', '….gln, ….code', ''],
];
/** Item numbers in pairs of qualifier and value, from element `first` on. */
export const item = (first: number, tag: string): PlaceWords[] => {
  const place = (position: number): string => `${tag}${String(position).padStart(2, '0')}`;
  return [
    [place(first), '', 'kind of the item number, in pairs with the next element'],
    [place(first + 1), 'gtin, buyerItemNumber, supplierItemNumber', 'a GTIN is kept with 14 digits'],
  ];
};
export const count: PlaceWords = ['CTT01', '', 'number of lines; checked when read'];
