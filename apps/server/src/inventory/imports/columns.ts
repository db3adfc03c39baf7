/**
 * Which column of a file means what. Names are compared without case, blanks, dashes and underscores, so
 * `Item Number`, `item_number` and `ITEMNUMBER` are one.
 */
const aliases = {
  item: ['item', 'itemnumber', 'product', 'productid', 'sku', 'article', 'articlenumber', 'material'],
  location: ['location', 'locationcode', 'store', 'storeid', 'site', 'dc', 'warehouse', 'shipto'],
  date: ['date', 'day', 'salesdate', 'on'],
  week: ['week', 'weekstart', 'weekof', 'weekstartson'],
  quantity: ['quantity', 'qty', 'sold', 'units', 'sales', 'unitssold', 'onhand', 'stock', 'amount'],
  inStock: ['instock', 'available', 'isinstock', 'onshelf'],
  state: ['state', 'status', 'stockstate'],
  serial: ['serial', 'serialnumber', 'serialno', 'sn'],
  serialTracked: [
    'serialtracked',
    'trackedbyserial',
    'trackedbyserialnumber',
    'isserialtracked',
    'serialised',
  ],
  lot: ['lot', 'lotnumber', 'batch', 'batchnumber'],
  expiresOn: ['expires', 'expireson', 'expiry', 'expirydate', 'useby', 'usebydate', 'bestbefore', 'sellby'],
  dueOn: [
    'due',
    'dueon',
    'duedate',
    'eta',
    'arrival',
    'arrivaldate',
    'deliverydate',
    'deliveron',
    'expectedon',
  ],
  orderedOn: ['orderedon', 'orderdate'],
  reference: ['reference', 'order', 'ordernumber', 'ponumber', 'po', 'shipment', 'shipmentnumber'],
  line: ['line', 'linenumber'],
  supplier: ['supplier', 'suppliernumber', 'suppliercode', 'suppliername', 'vendor'],
  supplierItem: ['supplieritem', 'supplieritemnumber', 'vendoritem', 'vendoritemnumber'],
  gtin: ['gtin', 'ean', 'upc', 'barcode', 'gtin14', 'gtin13', 'ean13'],
  description: ['description', 'name', 'itemdescription', 'itemname'],
  baseUnit: ['baseunit', 'unit', 'uom'],
  category: ['category', 'group', 'productgroup', 'department'],
  introducedOn: ['introducedon', 'introduced', 'launchdate', 'firstsoldon'],
  caseSize: ['casesize', 'casepack', 'unitspercase', 'case'],
  caseGtin: ['casegtin', 'caseean'],
  layerSize: ['layersize', 'unitsperlayer', 'layer', 'layerquantity'],
  palletSize: ['palletsize', 'unitsperpallet', 'pallet', 'palletquantity'],
  code: ['code', 'location', 'locationcode', 'store', 'site', 'number'],
  name: ['name', 'locationname', 'description'],
  kind: ['kind', 'type', 'locationtype'],
  gln: ['gln', 'locationgln'],
  timeZone: ['timezone', 'zone', 'tz'],
  country: ['country', 'countrycode'],
  city: ['city', 'town'],
  leadTimeDays: ['leadtimedays', 'leadtime', 'leaddays'],
  orderWeekdays: ['orderweekdays', 'orderdays', 'weekdays'],
  cutOff: ['cutoff', 'cutofftime'],
  moq: ['moq', 'minimum', 'minimumorder', 'minimumorderquantity', 'minorderquantity'],
  multiple: ['multiple', 'ordermultiple', 'packsize', 'roundto'],
  rounding: ['rounding', 'roundingrule'],
  unitPrice: ['unitprice', 'price', 'cost', 'unitcost'],
  currency: ['currency'],
  validFrom: ['validfrom', 'from', 'startson', 'effectivefrom'],
  validBefore: ['validbefore', 'until', 'endsbefore', 'effectiveuntil'],
  serviceLevel: ['servicelevel', 'targetservicelevel'],
  presentation: ['presentation', 'presentationstock', 'minstock', 'minimumstock', 'shelfminimum'],
  maxStock: ['maxstock', 'maximumstock', 'shelfmaximum'],
} as const satisfies Record<string, readonly string[]>;

export type ColumnName = keyof typeof aliases;

const plain = (header: string): string => header.toLowerCase().replace(/[\s_\-.]+/g, '');

export type Columns = {
  /** Where each understood column stands. */
  readonly indexes: ReadonlyMap<ColumnName, number>;
  /** What the file calls it, for messages. */
  readonly titles: ReadonlyMap<ColumnName, string>;
  readonly ignored: readonly string[];
};

/** Finds the wanted columns in a header; the first title that fits a column wins. */
export function findColumns(header: readonly string[], wanted: readonly ColumnName[]): Columns {
  const indexes = new Map<ColumnName, number>();
  const titles = new Map<ColumnName, string>();
  const used = new Set<number>();
  const plainHeader = header.map(plain);
  for (const column of wanted) {
    for (const alias of aliases[column]) {
      const index = plainHeader.findIndex((title, at) => title === alias && !used.has(at));
      if (index < 0) continue;
      indexes.set(column, index);
      titles.set(column, header[index] ?? column);
      used.add(index);
      break;
    }
  }
  return { indexes, titles, ignored: header.filter((_, index) => !used.has(index)) };
}

/** The titles a file may use for a column, the preferred one first. */
export const titlesOf = (column: ColumnName): readonly string[] => aliases[column];
