import { CountTask } from './count-task.entity.ts';
import { HandlingUnit } from './handling-unit.entity.ts';
import { OutboundLine } from './outbound-line.entity.ts';
import { OutboundShipment } from './outbound-shipment.entity.ts';
import { PickTask } from './pick-task.entity.ts';
import { Wave } from './wave.entity.ts';

export const warehouseEntities = [
  Wave,
  PickTask,
  OutboundLine,
  CountTask,
  HandlingUnit,
  OutboundShipment,
] as const;
export { restRoutes } from './papers/papers.routes.ts';
export { migrations } from './warehouse.migrations.ts';
export { warehouseRouter } from './warehouse.router.ts';
