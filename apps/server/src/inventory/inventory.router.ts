import { definePermissions, router } from '../platform/index.ts';
import { getImport, getImportInput } from './imports/get-import.ts';
import { listImports, listImportsInput } from './imports/list-imports.ts';
import { listStock, listStockInput } from './list-stock.ts';
import {
  cancelTransfer,
  closeTransfer,
  endTransferInput,
  receiveTransfer,
  receiveTransferInput,
  shipTransfer,
  shipTransferInput,
} from './transfers/act-on-transfer.ts';
import {
  getTransfer,
  getTransferInput,
  listTransfers,
  listTransfersInput,
} from './transfers/list-transfers.ts';
import { placeTransfer, placeTransferInput } from './transfers/place-transfer.ts';

const { permitted } = definePermissions('inventory', {
  'inventory.read': ['buyer', 'approver', 'supplier-planner', 'clerk', 'admin', 'edi'],
  'inventory.import': ['buyer', 'supplier-planner', 'clerk', 'admin', 'edi'],
  'inventory.record-activity': ['edi'],
  'inventory.transfer': ['buyer', 'approver', 'supplier-planner', 'clerk', 'edi'],
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

/** Goods between own places. */
export const transfersRouter = router({
  list: permitted('inventory.read')
    .input(listTransfersInput)
    .query(({ ctx, input }) => listTransfers(ctx, input)),
  get: permitted('inventory.read')
    .input(getTransferInput)
    .query(({ ctx, input }) => getTransfer(ctx, input)),
  place: permitted('inventory.transfer')
    .input(placeTransferInput)
    .mutation(({ ctx, input }) => ctx.db.transaction((tx) => placeTransfer(ctx, tx, input))),
  ship: permitted('inventory.transfer')
    .input(shipTransferInput)
    .mutation(({ ctx, input }) => shipTransfer(ctx, input)),
  receive: permitted('inventory.transfer')
    .input(receiveTransferInput)
    .mutation(({ ctx, input }) => receiveTransfer(ctx, input)),
  cancel: permitted('inventory.transfer')
    .input(endTransferInput)
    .mutation(({ ctx, input }) => cancelTransfer(ctx, input)),
  close: permitted('inventory.transfer')
    .input(endTransferInput)
    .mutation(({ ctx, input }) => closeTransfer(ctx, input)),
});
