import { definePermissions, router } from '../platform/index.ts';
import { recordProof, recordProofInput } from './delivery/record-proof.ts';
import { listLots, listLotsInput } from './lots/list-lots.ts';
import { traceLot, traceLotInput } from './lots/trace-lot.ts';
import { getPacking, getPackingInput } from './packing/get-packing.ts';
import { listPacking, listPackingInput } from './packing/list-packing.ts';
import {
  changeCartonInput,
  packCarton,
  packCartonInput,
  reopenCarton,
  voidCarton,
} from './packing/pack-carton.ts';
import { addCarton, addCartonInput, planCartons, planCartonsInput } from './packing/plan-cartons.ts';
import { scanToPack, scanToPackInput } from './packing/scan-to-pack.ts';
import { listCounts, listCountsInput, recordCount, recordCountInput } from './picking/count-bins.ts';
import { getPickList, getPickListInput } from './picking/get-pick-list.ts';
import { recordPick, recordPickInput } from './picking/record-pick.ts';
import { scanAtStop, scanAtStopInput } from './picking/scan-at-stop.ts';
import { undoPick, undoPickInput } from './picking/undo-pick.ts';
import { listSerials, listSerialsInput } from './serials/list-serials.ts';
import { traceSerial, traceSerialInput } from './serials/trace-serial.ts';
import { getSetUp } from './set-up/get-set-up.ts';
import { setBins, setBinsInput } from './set-up/set-bins.ts';
import { setPackages, setPackagesInput } from './set-up/set-packages.ts';
import { confirmShipment, confirmShipmentInput } from './shipping/confirm-shipment.ts';
import { getShipment, getShipmentInput, listShipments, listShipmentsInput } from './shipping/get-shipment.ts';
import { takeShipmentBack, takeShipmentBackInput } from './shipping/take-shipment-back.ts';
import { cancelWave, cancelWaveInput } from './waves/cancel-wave.ts';
import { getWave, getWaveInput } from './waves/get-wave.ts';
import { listCandidates, listCandidatesInput } from './waves/list-candidates.ts';
import { listWaves, listWavesInput } from './waves/list-waves.ts';
import { releaseWaves, releaseWavesInput } from './waves/release-waves.ts';

const { permitted } = definePermissions('warehouse', {
  'warehouse.read': ['supplier-planner', 'clerk', 'admin'],
  'warehouse.release': ['supplier-planner'],
  'warehouse.work': ['supplier-planner', 'clerk'],
  'warehouse.ship': ['supplier-planner'],
  'warehouse.prove': ['supplier-planner', 'clerk', 'edi'],
  'warehouse.set-up': ['supplier-planner', 'admin'],
  'warehouse.trace': ['buyer', 'approver', 'supplier-planner', 'clerk', 'admin'],
});

/** A seller's own warehouse: from what is reserved for an order until it has left. */
export const warehouseRouter = router({
  setUp: router({
    get: permitted('warehouse.read').query(({ ctx }) => getSetUp(ctx)),
    setBins: permitted('warehouse.set-up')
      .input(setBinsInput)
      .mutation(({ ctx, input }) => setBins(ctx, input)),
    setPackages: permitted('warehouse.set-up')
      .input(setPackagesInput)
      .mutation(({ ctx, input }) => setPackages(ctx, input)),
  }),
  lots: router({
    list: permitted('warehouse.trace')
      .input(listLotsInput)
      .query(({ ctx, input }) => listLots(ctx, input)),
    trace: permitted('warehouse.trace')
      .input(traceLotInput)
      .query(({ ctx, input }) => traceLot(ctx, input)),
  }),
  serials: router({
    list: permitted('warehouse.trace')
      .input(listSerialsInput)
      .query(({ ctx, input }) => listSerials(ctx, input)),
    trace: permitted('warehouse.trace')
      .input(traceSerialInput)
      .query(({ ctx, input }) => traceSerial(ctx, input)),
  }),
  waves: router({
    candidates: permitted('warehouse.read')
      .input(listCandidatesInput)
      .query(({ ctx, input }) => listCandidates(ctx, input)),
    list: permitted('warehouse.read')
      .input(listWavesInput)
      .query(({ ctx, input }) => listWaves(ctx, input)),
    get: permitted('warehouse.read')
      .input(getWaveInput)
      .query(({ ctx, input }) => getWave(ctx, input)),
    release: permitted('warehouse.release')
      .input(releaseWavesInput)
      .mutation(({ ctx, input }) => releaseWaves(ctx, input)),
    cancel: permitted('warehouse.release')
      .input(cancelWaveInput)
      .mutation(({ ctx, input }) => cancelWave(ctx, input)),
  }),
  picks: router({
    list: permitted('warehouse.read')
      .input(getPickListInput)
      .query(({ ctx, input }) => getPickList(ctx, input)),
    scan: permitted('warehouse.work')
      .input(scanAtStopInput)
      .query(({ ctx, input }) => scanAtStop(ctx, input)),
    record: permitted('warehouse.work')
      .input(recordPickInput)
      .mutation(({ ctx, input }) => recordPick(ctx, input)),
    undo: permitted('warehouse.work')
      .input(undoPickInput)
      .mutation(({ ctx, input }) => undoPick(ctx, input)),
  }),
  counts: router({
    list: permitted('warehouse.read')
      .input(listCountsInput)
      .query(({ ctx, input }) => listCounts(ctx, input)),
    record: permitted('warehouse.work')
      .input(recordCountInput)
      .mutation(({ ctx, input }) => recordCount(ctx, input)),
  }),
  packing: router({
    list: permitted('warehouse.read')
      .input(listPackingInput)
      .query(({ ctx, input }) => listPacking(ctx, input)),
    get: permitted('warehouse.read')
      .input(getPackingInput)
      .query(({ ctx, input }) => getPacking(ctx, input)),
    scan: permitted('warehouse.work')
      .input(scanToPackInput)
      .query(({ ctx, input }) => scanToPack(ctx, input)),
    plan: permitted('warehouse.work')
      .input(planCartonsInput)
      .mutation(({ ctx, input }) => planCartons(ctx, input)),
    addCarton: permitted('warehouse.work')
      .input(addCartonInput)
      .mutation(({ ctx, input }) => addCarton(ctx, input)),
    pack: permitted('warehouse.work')
      .input(packCartonInput)
      .mutation(({ ctx, input }) => packCarton(ctx, input)),
    reopen: permitted('warehouse.work')
      .input(changeCartonInput)
      .mutation(({ ctx, input }) => reopenCarton(ctx, input)),
    void: permitted('warehouse.work')
      .input(changeCartonInput)
      .mutation(({ ctx, input }) => voidCarton(ctx, input)),
  }),
  shipments: router({
    list: permitted('warehouse.read')
      .input(listShipmentsInput)
      .query(({ ctx, input }) => listShipments(ctx, input)),
    get: permitted('warehouse.read')
      .input(getShipmentInput)
      .query(({ ctx, input }) => getShipment(ctx, input)),
    confirm: permitted('warehouse.ship')
      .input(confirmShipmentInput)
      .mutation(({ ctx, input }) => confirmShipment(ctx, input)),
    takeBack: permitted('warehouse.ship')
      .input(takeShipmentBackInput)
      .mutation(({ ctx, input }) => takeShipmentBack(ctx, input)),
    prove: permitted('warehouse.prove')
      .input(recordProofInput)
      .mutation(({ ctx, input }) => recordProof(ctx, { ...input, channel: 'portal' })),
  }),
});
