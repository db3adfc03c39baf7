import { definePermissions, router } from '../platform/index.ts';
import { getItem, getItemInput } from './get-item.ts';
import { listItems, listItemsInput } from './list-items.ts';

const { permitted } = definePermissions('catalog', {
  'catalog.read': ['buyer', 'approver', 'supplier-planner', 'clerk', 'admin', 'edi'],
});

export const catalogRouter = router({
  items: router({
    list: permitted('catalog.read')
      .input(listItemsInput)
      .query(({ ctx, input }) => listItems(ctx, input)),
    get: permitted('catalog.read')
      .input(getItemInput)
      .query(({ ctx, input }) => getItem(ctx, input)),
  }),
});
