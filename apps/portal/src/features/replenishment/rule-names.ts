/** What a rule of the planning engine is called on the screen. A rule that is not listed shows its own id. */
const names: Readonly<Record<string, string>> = {
  'calendar.slot': 'Order and delivery day',
  'demand.cover': 'Forecast to cover',
  'stock.safety': 'Safety stock',
  'stock.on-hand': 'Stock on hand',
  'stock.unavailable': 'Stock not available',
  'receipts.before-delivery': 'Receipts before delivery',
  'demand.before-delivery': 'Demand before delivery',
  'demand.lost': 'Sales that will be missed',
  'receipts.in-cover': 'Receipts while covered',
  'receipts.late': 'Late receipts',
  'net.requirement': 'Net requirement',
  'terms.nearest-layer': 'Nearest layer',
  'terms.minimum': 'Minimum order',
  'terms.multiple': 'Order multiple',
  'terms.layer': 'Full layers',
  'terms.pallet': 'Full pallets',
  'limit.max-stock': 'Maximum stock',
  'limit.shelf-life': 'Shelf life',
  'limit.order-maximum': 'Maximum per order',
  'limit.below-minimum': 'Below the minimum',
};

export const ruleName = (ruleId: string): string => names[ruleId] ?? ruleId;
