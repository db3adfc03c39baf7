export * from './allocate-stock.ts';
export * from './allocation-input.ts';
export * from './available-to-promise.ts';
export * from './promise-date.ts';
export * from './re-source.ts';
export * from './source-order.ts';
export * from './supply-and-demand.ts';
export * from './who-goes-short.ts';
