export * from './available-to-promise.ts';
export * from './promise-date.ts';
export * from './supply-and-demand.ts';
export * from './who-goes-short.ts';
