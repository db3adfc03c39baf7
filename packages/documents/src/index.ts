export * from './delivery-report.ts';
export * from './envelope.ts';
export * from './order-confirmation.ts';
export * from './parts.ts';
export * from './product-activity.ts';
export * from './purchase-order.ts';
