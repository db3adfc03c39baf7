import { CountTask } from './count-task.entity.ts';
import { deliveryRoutes } from './delivery/delivery.routes.ts';
import { HandlingUnit } from './handling-unit.entity.ts';
import { OutboundLine } from './outbound-line.entity.ts';
import { OutboundShipment } from './outbound-shipment.entity.ts';
import { restRoutes as papers } from './papers/papers.routes.ts';
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
export const restRoutes = [...papers, ...deliveryRoutes];
export { migrations } from './warehouse.migrations.ts';
export { warehouseRouter } from './warehouse.router.ts';
