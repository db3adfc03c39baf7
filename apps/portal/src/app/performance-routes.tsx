import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readFulfilmentView, readPartnerChoice } from './search-parameters.ts';
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
const measuringTerms = createRoute({
  ...inShell,
  path: '/measuring-terms',
  validateSearch: readPartnerChoice,
  component: lazyRouteComponent(
    () => import('../features/performance/terms/measuring-terms-page.tsx'),
    'MeasuringTermsPage',
  ),
});
const newTerms = createRoute({
  ...inShell,
  path: '/measuring-terms/new',
  validateSearch: readPartnerChoice,
  component: lazyRouteComponent(
    () => import('../features/performance/terms/new-terms-page.tsx'),
    'NewTermsPage',
  ),
});

/** Pages about how well orders were fulfilled. */
export const performanceRoutes = [perfectOrders, lineVerdict, measuringTerms, newTerms] as const;
