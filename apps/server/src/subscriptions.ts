import type { Subscription } from './platform/index.ts';

/** How news travels back from a slice to those on its left. */
export const subscriptions: readonly Subscription[] = [];
