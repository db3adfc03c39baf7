import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readSearch } from './search-parameters.ts';
import { inShell } from './shell-route.tsx';

const waves = createRoute({
  ...inShell,
  path: '/warehouse/waves',
  component: lazyRouteComponent(() => import('../features/warehouse/wave-board-page.tsx'), 'WaveBoardPage'),
});
const wave = createRoute({
  ...inShell,
  path: '/warehouse/waves/$waveId',
  component: lazyRouteComponent(() => import('../features/warehouse/wave-page.tsx'), 'WavePage'),
});
const pick = createRoute({
  ...inShell,
  path: '/warehouse/waves/pick/$listId',
  component: lazyRouteComponent(() => import('../features/warehouse/pick-page.tsx'), 'PickPage'),
});
const counts = createRoute({
  ...inShell,
  path: '/warehouse/counts',
  component: lazyRouteComponent(() => import('../features/warehouse/counts-page.tsx'), 'CountsPage'),
});
const packing = createRoute({
  ...inShell,
  path: '/warehouse/packing',
  component: lazyRouteComponent(() => import('../features/warehouse/packing-page.tsx'), 'PackingPage'),
});
const pack = createRoute({
  ...inShell,
  path: '/warehouse/packing/$orderId',
  component: lazyRouteComponent(() => import('../features/warehouse/pack-page.tsx'), 'PackPage'),
});
const shipments = createRoute({
  ...inShell,
  path: '/warehouse/shipments',
  component: lazyRouteComponent(() => import('../features/warehouse/shipments-page.tsx'), 'ShipmentsPage'),
});
const shipment = createRoute({
  ...inShell,
  path: '/warehouse/shipments/$shipmentId',
  component: lazyRouteComponent(() => import('../features/warehouse/shipment-page.tsx'), 'ShipmentPage'),
});
const setUp = createRoute({
  ...inShell,
  path: '/warehouse/set-up',
  component: lazyRouteComponent(() => import('../features/warehouse/set-up-page.tsx'), 'SetUpPage'),
});

const lots = createRoute({
  ...inShell,
  path: '/lots',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../features/inventory/lots-page.tsx'), 'LotsPage'),
});
const lot = createRoute({
  ...inShell,
  path: '/lots/$lotId',
  component: lazyRouteComponent(() => import('../features/inventory/lot-page.tsx'), 'LotPage'),
});

const serials = createRoute({
  ...inShell,
  path: '/serials',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../features/inventory/serials-page.tsx'), 'SerialsPage'),
});
const serial = createRoute({
  ...inShell,
  path: '/serials/$serialId',
  component: lazyRouteComponent(() => import('../features/inventory/serial-page.tsx'), 'SerialPage'),
});

/** Pages of a seller's own warehouse, and of everybody's lots and serial numbers. */
export const warehouseRoutes = [
  waves,
  wave,
  pick,
  counts,
  packing,
  pack,
  shipments,
  shipment,
  setUp,
  lots,
  lot,
  serials,
  serial,
] as const;
