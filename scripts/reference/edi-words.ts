/** What our document says at each place of a message. Names and limits of the elements come from the schema. */
export type PlaceWords = readonly [place: string, field: string, words: string];

const party: PlaceWords[] = [
  ['N101', 'buyer, supplier, shipTo', 'role, by the agreed codes'],
  ['N102', '….name', ''],
  ['N103', '', 'kind of the id: GLN or an agreed code'],
  ['N104', '….gln, ….code', ''],
];
const item = (first: number, tag: string): PlaceWords[] => {
  const place = (position: number): string => `${tag}${String(position).padStart(2, '0')}`;
  return [
    [place(first), '', 'kind of the item number, in pairs with the next element'],
    [place(first + 1), 'gtin, buyerItemNumber, supplierItemNumber', 'a GTIN is kept with 14 digits'],
  ];
};
const count: PlaceWords = ['CTT01', '', 'number of lines; checked when read'];

export const ediWords: Record<'850' | '855' | '852', readonly PlaceWords[]> = {
  850: [
    ['BEG01', 'purpose', '00 original, 05 replacement, 01 cancellation, 06 confirmation, 07 duplicate'],
    ['BEG02', '', 'kind of order; only the agreed ones are taken'],
    ['BEG03', 'poNumber', ''],
    ['BEG05', 'orderedOn', ''],
    ['CUR02', 'currency', 'where it is missing, the agreed one'],
    ['DTM01', '', 'the agreed code of the delivery day'],
    [
      'DTM02',
      'deliverOn, lines[].deliverOn',
      'in front of the lines for all of them, inside a line for that one',
    ],
    ...party,
    ['PO101', 'lines[].lineNumber', ''],
    ['PO102', 'lines[].ordered.amountMilli', ''],
    ['PO103', 'lines[].ordered.unit', ''],
    ['PO104', 'lines[].unitPriceMicros', ''],
    ['PO105', '', 'only bases that leave the price per ordered unit: UM, QT, TE, CP, and PE with eaches'],
    ...item(6, 'PO1'),
    ['PID05', 'lines[].description', 'where PID01 is F'],
    count,
  ],
  855: [
    ['BAK01', '', '00 or 06'],
    ['BAK02', 'outcome', 'speaks for itself only without lines: AK, AT, AD accept, RJ, RD reject'],
    ['BAK03', 'poNumber', ''],
    ['BAK04', 'orderedOn', ''],
    ['BAK08', 'supplierReference', ''],
    ['BAK09', 'confirmedOn', 'where it is missing, the day of the group'],
    ['PO101', 'lines[].lineNumber', ''],
    ['PO104', 'lines[].unitPriceMicros', ''],
    ...item(6, 'PO1'),
    ['ACK01', 'lines[].outcome, lines[].reason', 'by the agreed codes'],
    ['ACK02', 'lines[].schedule[].quantity.amountMilli', 'a split line has several ACK'],
    ['ACK03', 'lines[].schedule[].quantity.unit', ''],
    ['ACK04', '', 'whether the day is of delivery or of shipping'],
    ['ACK05', 'lines[].schedule[].deliverOn, …shipOn', ''],
    count,
  ],
  852: [
    ['XQ01', '', 'H: for information'],
    ['XQ02', 'period.startsOn', ''],
    ['XQ03', 'period.endsBefore', 'the wire names the last day, the document the day after it'],
    ['N101', 'facts[].location', 'one location for the whole message'],
    ['N104', 'facts[].location.gln, ….code', ''],
    ...item(2, 'LIN'),
    ['ZA01', 'facts[].measure', 'by the agreed codes'],
    ['ZA02', 'facts[].quantity.amountMilli', 'either here or in SDQ, never in both'],
    ['ZA03', 'facts[].quantity.unit', ''],
    ['ZA05', 'facts[].on', 'where ZA04 says that it is the day of the activity'],
    ['SDQ01', 'facts[].quantity.unit', ''],
    ['SDQ02', '', 'kind of the location ids'],
    ['SDQ03', 'facts[].location', 'in pairs with the quantity behind it'],
    ['SDQ04', 'facts[].quantity.amountMilli', ''],
    count,
  ],
};

export const acknowledgementWords: readonly PlaceWords[] = [
  ['AK101', '', 'kind of the group that is acknowledged'],
  ['AK102', '', 'its control number'],
  ['AK201', '', 'the message that is acknowledged'],
  ['AK202', '', 'its control number'],
  ['AK301', 'issues[].place', 'the segment with a fault'],
  ['AK302', 'issues[].place', 'its position, counted from ST as 1'],
  ['AK304', 'issues[].code', 'what is wrong with the segment'],
  ['AK401', 'issues[].place', 'position of the element, and of the component in it'],
  ['AK403', 'issues[].code', 'what is wrong with the element'],
  ['AK404', 'issues[].message', 'the faulty value'],
  ['AK501', 'status', 'A accepted, E accepted with errors, R rejected'],
  ['AK901', 'status', 'the same for the group; P partly accepted'],
];
