import { catalogRouter } from './catalog/index.ts';
import {
  agreementsRouter,
  analysisRouter,
  answersRouter,
  businessPlansRouter,
  commitsRouter,
  cyclesRouter,
  digestsRouter,
  exceptionsRouter,
  plansRouter,
  scenariosRouter,
  sharingRouter,
  threadsRouter,
} from './collaboration/index.ts';
import { forecastingRouter } from './forecasting/index.ts';
import { fulfillmentRouter, salesOrdersRouter } from './fulfillment/index.ts';
import { importsRouter, inventoryRouter, transfersRouter } from './inventory/index.ts';
import { ordersRouter, supplierRouter, tolerancesRouter } from './orders/index.ts';
import { partnersRouter } from './partners/index.ts';
import { performanceRouter } from './performance/index.ts';
import {
  apiKeysRouter,
  auditRouter,
  ediTicketsRouter,
  eventsRouter,
  router,
  sessionRouter,
  usersRouter,
} from './platform/index.ts';
import {
  backtestsRouter,
  orderForecastsRouter,
  proposalsRouter,
  purchaseOrdersRouter,
  rulesRouter,
  runsRouter,
} from './replenishment/index.ts';
import { warehouseRouter } from './warehouse/index.ts';

/** Every procedure that the portal can call. */
export const appRouter = router({
  session: sessionRouter,
  users: usersRouter,
  apiKeys: apiKeysRouter,
  audit: auditRouter,
  events: eventsRouter,
  ediTickets: ediTicketsRouter,
  partners: partnersRouter,
  catalog: catalogRouter,
  inventory: inventoryRouter,
  transfers: transfersRouter,
  imports: importsRouter,
  forecasting: forecastingRouter,
  agreements: agreementsRouter,
  sharing: sharingRouter,
  cycles: cyclesRouter,
  plans: plansRouter,
  businessPlans: businessPlansRouter,
  commits: commitsRouter,
  scenarios: scenariosRouter,
  exceptions: exceptionsRouter,
  threads: threadsRouter,
  analysis: analysisRouter,
  answers: answersRouter,
  digests: digestsRouter,
  orders: ordersRouter,
  supplier: supplierRouter,
  tolerances: tolerancesRouter,
  fulfillment: fulfillmentRouter,
  salesOrders: salesOrdersRouter,
  orderForecasts: orderForecastsRouter,
  proposals: proposalsRouter,
  purchaseOrders: purchaseOrdersRouter,
  runs: runsRouter,
  backtests: backtestsRouter,
  rules: rulesRouter,
  performance: performanceRouter,
  warehouse: warehouseRouter,
});
export type AppRouter = typeof appRouter;
