export { closeCutOffImportsJob } from './imports/close-cut-off-imports.job.ts';
export { importRoute } from './imports/imports.route.ts';
export { migrations } from './inventory.migrations.ts';
export { importsRouter, inventoryRouter, transfersRouter } from './inventory.router.ts';
export { type AvailableLot, lockAvailableStock } from './lock-available-stock.ts';
export {
  entriesOfMoves,
  moveStock,
  type StockMoves,
  type StockMoving,
  type StockSource,
  undoStockCommand,
} from './move-stock.ts';
export { postStock, type ShelfState, type StockAccount, type StockEntry } from './post-stock.ts';
export { productActivityReader } from './product-activity.reader.ts';
export { type PlanningReceipt, type PlanningStock, readPlanningStock } from './read-planning-stock.ts';
export { readSalesHistory, type SalesHistory } from './read-sales-history.ts';
export { type LotFacts, recordLots } from './record-lots.ts';
export { recordSales, type SalesFacts } from './record-sales.ts';
export {
  closeScheduledReceipts,
  recordScheduledReceipt,
  recordScheduledReceipts,
  type ScheduledReceiptFacts,
} from './record-scheduled-receipt.ts';
export { recordStockCounts, type StockCount } from './record-stock-count.ts';
export { isDelivered, toldState } from './serials/delivered-units.ts';
export { findSerialsOnShelf } from './serials/find-serials.ts';
export { serialsCount } from './serials/serials.errors.ts';
export { type SerialsComing, takeInSerials } from './serials/take-in-serials.ts';
export { claimStockCommand } from './stock-command.ts';
export { transferRoutes } from './transfers/transfers.rest.ts';
