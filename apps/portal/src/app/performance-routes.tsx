import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readFulfilmentView } from './search-parameters.ts';
import { inShell } from './shell-route.tsx';

const perfectOrders = createRoute({
  ...inShell,
  path: '/perfect-orders',
  validateSearch: readFulfilmentView,
  component: lazyRouteComponent(
    () => import('../features/performance/perfect-orders-page.tsx'),
    'PerfectOrdersPage',
  ),
});
const lineVerdict = createRoute({
  ...inShell,
  path: '/perfect-orders/$orderLineId',
  component: lazyRouteComponent(() => import('../features/performance/line-page.tsx'), 'LineVerdictPage'),
});

/** Pages about how well orders were fulfilled. */
export const performanceRoutes = [perfectOrders, lineVerdict] as const;
