import type { Migration } from '../platform/index.ts';
import { allocationMigrations } from './allocation/allocation.migrations.ts';
import { reservationMigrations } from './reservations/reservations.migrations.ts';
import { ruleAuthorMigrations, ruleMigrations } from './rules/rules.migrations.ts';
import { salesOrderMigrations, salesOrderRestMigrations } from './sales-orders/sales-orders.migrations.ts';

export const migrations: Migration[] = [
  ...reservationMigrations,
  ...ruleMigrations,
  ...salesOrderMigrations,
  ...allocationMigrations,
  ...salesOrderRestMigrations,
  ...ruleAuthorMigrations,
];
