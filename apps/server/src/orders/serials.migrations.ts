import type { Migration } from '../platform/index.ts';

export const serialMigrations: Migration[] = [
  {
    name: 'orders-0011-serial-numbers',
    sql: `
alter table ship_notice_lines add column serial_numbers text[] not null default '{}';
/* Serial numbers that were read, each with what was wrong with the unit; null: it was kept. */
alter table receipt_lines add column serials jsonb not null default '[]';`,
  },
];
