export { closeCutOffImportsJob } from './imports/close-cut-off-imports.job.ts';
export { importRoute } from './imports/imports.route.ts';
export { migrations } from './inventory.migrations.ts';
export { importsRouter, inventoryRouter } from './inventory.router.ts';
export { postStock, type ShelfState, type StockAccount, type StockEntry } from './post-stock.ts';
export { productActivityReader } from './product-activity.reader.ts';
export { type PlanningReceipt, type PlanningStock, readPlanningStock } from './read-planning-stock.ts';
export { readSalesHistory, type SalesHistory } from './read-sales-history.ts';
export { recordSales, type SalesFacts } from './record-sales.ts';
export {
  closeScheduledReceipt,
  recordScheduledReceipt,
  recordScheduledReceipts,
  type ScheduledReceiptFacts,
} from './record-scheduled-receipt.ts';
export { recordStockCounts, type StockCount } from './record-stock-count.ts';
