import { definePermissions, router } from '../platform/index.ts';
import { getItem, getItemInput } from './get-item.ts';
import { listItems, listItemsInput } from './list-items.ts';
import {
  getPlanningPolicy,
  getPlanningPolicyInput,
  setPlanningPolicy,
  setPlanningPolicyInput,
} from './set-planning-policy.ts';
import { setSerialTracking, setSerialTrackingInput } from './set-serial-tracking.ts';

const { permitted } = definePermissions('catalog', {
  'catalog.read': ['buyer', 'approver', 'supplier-planner', 'clerk', 'admin', 'edi'],
  'catalog.read-policies': ['buyer', 'approver', 'admin'],
  'catalog.set-policies': ['buyer', 'admin'],
  'catalog.track-serials': ['buyer', 'supplier-planner', 'admin'],
});

export const catalogRouter = router({
  items: router({
    list: permitted('catalog.read')
      .input(listItemsInput)
      .query(({ ctx, input }) => listItems(ctx, input)),
    get: permitted('catalog.read')
      .input(getItemInput)
      .query(({ ctx, input }) => getItem(ctx, input)),
    setSerialTracking: permitted('catalog.track-serials')
      .input(setSerialTrackingInput)
      .mutation(({ ctx, input }) => setSerialTracking(ctx, input)),
  }),
  policies: router({
    get: permitted('catalog.read-policies')
      .input(getPlanningPolicyInput)
      .query(({ ctx, input }) => getPlanningPolicy(ctx, input)),
    set: permitted('catalog.set-policies')
      .input(setPlanningPolicyInput)
      .mutation(({ ctx, input }) => setPlanningPolicy(ctx, input)),
  }),
});
