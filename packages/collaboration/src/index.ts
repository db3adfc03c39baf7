export * from './agreement-content.ts';
export * from './consensus/accuracy-weights.ts';
export * from './consensus/compute-consensus.ts';
export * from './consensus/difference.ts';
export * from './exact/allocate.ts';
export * from './lifecycles.ts';
export * from './vocabulary.ts';
