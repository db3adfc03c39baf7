import type { ItemId, LocationId } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';

export type BinRow = {
  binId: string;
  locationId: LocationId;
  code: string;
  zone: string;
  walkNumber: number;
};
export type SetUpItem = {
  itemId: ItemId;
  itemNumber: string;
  description: string;
  gtin14: string | null;
  unit: string;
  isSerialTracked: boolean;
  version: number;
  faces: { locationId: LocationId; binCode: string }[];
  handling: {
    pieceMilli: number;
    lengthMm: number;
    widthMm: number;
    heightMm: number;
    weightGrams: number;
    isUpright: boolean;
    keepApart: string | null;
  } | null;
};
export type CartonTypeRow = {
  cartonTypeId: string;
  code: string;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  carriesGrams: number;
  emptyGrams: number;
  costMinor: number;
};
export type SetUp = {
  places: { locationId: LocationId; name: string }[];
  bins: BinRow[];
  items: SetUpItem[];
  cartonTypes: CartonTypeRow[];
  ssccRange: { companyPrefix: string; extensionDigit: number; nextSerial: number } | null;
};

const rowsMax = 2_000;

/** Carton types in use, the cheapest first. */
export const readCartonTypes = ({ db }: Pick<Context, 'db'>): Promise<CartonTypeRow[]> =>
  db.read<CartonTypeRow>(
    `select id as "cartonTypeId", code, length_mm as "lengthMm", width_mm as "widthMm", height_mm as "heightMm",
       carries_grams as "carriesGrams", empty_grams as "emptyGrams", cost_minor as "costMinor"
     from carton_types where org_id = (select current_setting('app.org')::uuid) and not is_retired
     order by cost_minor, code`,
  );

const items = `
select item.id as "itemId", item.item_number as "itemNumber", item.description, item.gtin14,
  item.base_unit as unit, item.is_serial_tracked as "isSerialTracked", item.version,
  (select coalesce(json_agg(json_build_object('locationId', face.location_id, 'binCode', bin.code)), '[]')
   from pick_faces face join warehouse_bins bin on bin.org_id = face.org_id and bin.id = face.bin_id
   where face.org_id = item.org_id and face.item_id = item.id) as faces,
  (select json_build_object('pieceMilli', piece_milli, 'lengthMm', length_mm, 'widthMm', width_mm, 'heightMm', height_mm,
      'weightGrams', weight_grams, 'isUpright', is_upright, 'keepApart', keep_apart)
   from item_handling handling where handling.org_id = item.org_id and handling.item_id = item.id) as handling
from items item where item.org_id = (select current_setting('app.org')::uuid) and item.state = 'active'
order by item.item_number limit $1`;

/** Bins, where items lie, how they are handled, cartons and the range of SSCCs. */
export async function getSetUp({ db }: Context): Promise<SetUp> {
  const [places, bins, itemRows, cartonTypes, ranges] = await Promise.all([
    db.read<SetUp['places'][number]>(
      `select id as "locationId", name from locations
       where org_id = (select current_setting('app.org')::uuid) order by name limit $1`,
      [rowsMax],
    ),
    db.read<BinRow>(
      `select id as "binId", location_id as "locationId", code, zone, walk_number as "walkNumber" from warehouse_bins
       where org_id = (select current_setting('app.org')::uuid) order by location_id, zone, walk_number, code limit $1`,
      [rowsMax],
    ),
    db.read<SetUpItem>(items, [rowsMax]),
    readCartonTypes({ db }),
    db.read<NonNullable<SetUp['ssccRange']>>(
      `select company_prefix as "companyPrefix", extension_digit as "extensionDigit",
         next_serial::float8 as "nextSerial"
       from sscc_ranges where org_id = (select current_setting('app.org')::uuid)`,
    ),
  ]);
  return { places, bins, items: itemRows, cartonTypes, ssccRange: ranges[0] ?? null };
}
