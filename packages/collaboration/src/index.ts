export * from './agreement-content.ts';
export * from './lifecycles.ts';
export * from './vocabulary.ts';
