import { definePermissions, router } from '../platform/index.ts';
import { getImport, getImportInput } from './imports/get-import.ts';
import { listImports, listImportsInput } from './imports/list-imports.ts';
import { listStock, listStockInput } from './list-stock.ts';

const { permitted } = definePermissions('inventory', {
  'inventory.read': ['buyer', 'approver', 'supplier-planner', 'clerk', 'admin', 'edi'],
  'inventory.import': ['buyer', 'supplier-planner', 'clerk', 'admin', 'edi'],
  'inventory.record-activity': ['edi'],
});

export const inventoryRouter = router({
  stock: router({
    list: permitted('inventory.read')
      .input(listStockInput)
      .query(({ ctx, input }) => listStock(ctx, input)),
  }),
});

export const importsRouter = router({
  list: permitted('inventory.read')
    .input(listImportsInput)
    .query(({ ctx, input }) => listImports(ctx, input)),
  get: permitted('inventory.read')
    .input(getImportInput)
    .query(({ ctx, input }) => getImport(ctx, input)),
});
