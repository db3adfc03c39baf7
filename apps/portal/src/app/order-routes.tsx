import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import {
  readAllocationRulesView,
  readBlanketFilter,
  readDisputeFilter,
  readReceivingCode,
  readSearch,
} from './search-parameters.ts';
import { inShell } from './shell-route.tsx';

const disputes = createRoute({
  ...inShell,
  path: '/disputes',
  validateSearch: readDisputeFilter,
  component: lazyRouteComponent(() => import('../features/orders/disputes-page.tsx'), 'DisputesPage'),
});
const dispute = createRoute({
  ...inShell,
  path: '/disputes/$disputeId',
  component: lazyRouteComponent(() => import('../features/orders/dispute-page.tsx'), 'DisputePage'),
});
const receiving = createRoute({
  ...inShell,
  path: '/receiving',
  validateSearch: readReceivingCode,
  component: lazyRouteComponent(() => import('../features/orders/receiving-page.tsx'), 'ReceivingPage'),
});
const payments = createRoute({
  ...inShell,
  path: '/payments',
  component: lazyRouteComponent(() => import('../features/orders/payments-page.tsx'), 'PaymentsPage'),
});
const contracts = createRoute({
  ...inShell,
  path: '/contracts',
  component: lazyRouteComponent(() => import('../features/orders/contracts-page.tsx'), 'ContractsPage'),
});
const blankets = createRoute({
  ...inShell,
  path: '/blanket-orders',
  validateSearch: readBlanketFilter,
  component: lazyRouteComponent(() => import('../features/blanket/blankets-page.tsx'), 'BlanketsPage'),
});
const blanket = createRoute({
  ...inShell,
  path: '/blanket-orders/$orderId',
  component: lazyRouteComponent(() => import('../features/blanket/blanket-page.tsx'), 'BlanketPage'),
});
const release = createRoute({
  ...inShell,
  path: '/blanket-orders/$orderId/release',
  component: lazyRouteComponent(() => import('../features/blanket/release-page.tsx'), 'ReleasePage'),
});
const allocationRules = createRoute({
  ...inShell,
  path: '/allocation-rules',
  validateSearch: readAllocationRulesView,
  component: lazyRouteComponent(
    () => import('../features/fulfillment/rules/allocation-rules-page.tsx'),
    'AllocationRulesPage',
  ),
});

const transfers = createRoute({
  ...inShell,
  path: '/transfers',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../features/transfers/transfers-page.tsx'), 'TransfersPage'),
});
const transfer = createRoute({
  ...inShell,
  path: '/transfers/$transferId',
  component: lazyRouteComponent(() => import('../features/transfers/transfer-page.tsx'), 'TransferPage'),
});

/** What happens around an order: disputes, goods at the door, money, what is agreed for a period, who gets stock. */
export const orderRoutes = [
  disputes,
  dispute,
  receiving,
  payments,
  contracts,
  transfers,
  transfer,
  blankets,
  blanket,
  release,
  allocationRules,
] as const;
