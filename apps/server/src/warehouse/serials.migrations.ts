import { type Migration, ownRows } from '../platform/index.ts';

export const serialMigrations: Migration[] = [
  {
    name: 'warehouse-0005-serial-numbers',
    sql: `
/* Which units were picked for a line, and in which carton they are; null: in none yet. */
create table outbound_serials (
  org_id uuid not null,
  line_id uuid not null,
  item_id uuid not null,
  serial_id uuid not null,
  unit_id uuid,
  primary key (org_id, line_id, serial_id),
  foreign key (org_id, line_id) references outbound_lines (org_id, id),
  foreign key (org_id, item_id, serial_id) references serial_units (org_id, item_id, id),
  foreign key (org_id, unit_id) references handling_units (org_id, id)
);
create index outbound_serials_of_serial on outbound_serials (org_id, serial_id);
create index outbound_serials_of_unit on outbound_serials (org_id, unit_id) where unit_id is not null;
${ownRows('outbound_serials', ['select', 'insert', 'delete'])}
grant update (unit_id) on outbound_serials to coplan_app;`,
  },
];
