import { restRoutes as collaboration } from './collaboration/index.ts';
import { restRoutes as fulfillment } from './fulfillment/index.ts';
import { importRoute, transferRoutes } from './inventory/index.ts';
import { restRoutes as orders } from './orders/index.ts';
import type { RestRoute } from './platform/index.ts';
import { restRoutes as replenishment } from './replenishment/index.ts';
import { restRoutes as warehouse } from './warehouse/index.ts';

/** Every operation of the REST API besides the documents' entrance. */
export const restRoutes: readonly RestRoute[] = [
  importRoute,
  ...transferRoutes,
  ...collaboration,
  ...orders,
  ...replenishment,
  ...fulfillment,
  ...warehouse,
];
