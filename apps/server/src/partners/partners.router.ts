import { definePermissions, router } from '../platform/index.ts';
import { listLocations, listLocationsInput } from './list-locations.ts';
import { listPartners, listPartnersInput } from './list-partners.ts';

const { permitted } = definePermissions('partners', {
  'partners.read': [
    'buyer',
    'approver',
    'supplier-planner',
    'carrier-dispatcher',
    'clerk',
    'edi-coordinator',
    'admin',
    'edi',
  ],
});

export const partnersRouter = router({
  directory: router({
    list: permitted('partners.read')
      .input(listPartnersInput)
      .query(({ ctx, input }) => listPartners(ctx, input)),
  }),
  locations: router({
    list: permitted('partners.read')
      .input(listLocationsInput)
      .query(({ ctx, input }) => listLocations(ctx, input)),
  }),
});
