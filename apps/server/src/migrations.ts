import { migrations as catalog } from './catalog/index.ts';
import { migrations as collaboration, sharedForecastMigrations } from './collaboration/index.ts';
import { migrations as forecasting, forecastRowsMigrations } from './forecasting/index.ts';
import { migrations as fulfillment } from './fulfillment/index.ts';
import { migrations as inventory } from './inventory/index.ts';
import { migrations as orders } from './orders/index.ts';
import { migrations as partners } from './partners/index.ts';
import { migrations as performance } from './performance/index.ts';
import { type Migration, platformMigrations } from './platform/index.ts';
import { migrations as replenishment } from './replenishment/index.ts';
import { migrations as warehouse } from './warehouse/index.ts';

/** Every step of the database schema, in the order in which it is carried out. New steps go to the end of their slice. */
export const migrations: readonly Migration[] = [
  ...platformMigrations,
  ...partners,
  ...catalog,
  ...inventory,
  ...forecasting,
  ...collaboration,
  ...orders,
  ...replenishment,
  ...forecastRowsMigrations,
  ...sharedForecastMigrations,
  ...fulfillment,
  ...performance,
  ...warehouse,
];
