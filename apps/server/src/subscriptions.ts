import { subscriptions as collaboration } from './collaboration/index.ts';
import { subscriptions as fulfillment } from './fulfillment/index.ts';
import { subscriptions as orders } from './orders/index.ts';
import { subscriptions as performance } from './performance/index.ts';
import type { Subscription } from './platform/index.ts';
import { subscriptions as replenishment } from './replenishment/index.ts';

/** How news travels back from a slice to those on its left, and from the platform to slices. */
export const subscriptions: readonly Subscription[] = [
  ...collaboration,
  ...orders,
  ...replenishment,
  ...fulfillment,
  ...performance,
];
