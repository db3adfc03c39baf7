export { migrations } from './inventory.migrations.ts';
export { postStock, type ShelfState, type StockAccount, type StockEntry } from './post-stock.ts';
export { type PlanningReceipt, type PlanningStock, readPlanningStock } from './read-planning-stock.ts';
export { readSalesHistory, type SalesHistory } from './read-sales-history.ts';
export {
  closeScheduledReceipt,
  recordScheduledReceipt,
  recordScheduledReceipts,
  type ScheduledReceiptFacts,
} from './record-scheduled-receipt.ts';
export { recordStockCounts, type StockCount } from './record-stock-count.ts';
