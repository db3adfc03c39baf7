import { z } from 'zod';
import { type Context, restRoute } from '../../platform/index.ts';
import { notFound } from '../warehouse.errors.ts';
import { drawBillOfLading } from './bill-of-lading.ts';
import { drawCartonLabels } from './carton-label.ts';
import { drawPackingList } from './packing-list.ts';
import { readPaperFacts } from './read-paper-facts.ts';

const contentType = 'application/pdf';
const shipment = { params: z.object({ shipmentId: z.uuid() }) };

async function drawOneLabel(context: Context, unitId: string) {
  const [unit] = await context.db.read<{ shipmentId: string; sscc: string }>(
    `select shipment_id as "shipmentId", sscc from handling_units
     where org_id = (select current_setting('app.org')::uuid) and id = $1 and state <> 'voided'`,
    [unitId],
  );
  if (unit === undefined) throw notFound('carton', unitId);
  const facts = await readPaperFacts(context, unit.shipmentId);
  const bytes = await drawCartonLabels(
    facts,
    facts.cartons.filter(({ sscc }) => sscc === unit.sscc),
  );
  return { bytes, contentType, fileName: `label-${unit.sscc}.pdf` };
}

/** PDFs of the warehouse: labels of cartons, packing list, bill of lading. */
export const restRoutes = [
  restRoute({
    method: 'get',
    path: '/warehouse/units/{unitId}/label',
    permission: 'warehouse.read',
    summary: 'The GS1 label of a carton as PDF (A6)',
    request: { params: z.object({ unitId: z.uuid() }) },
    response: 'file',
    run: (context, { params }) => drawOneLabel(context, params.unitId),
  }),
  restRoute({
    method: 'get',
    path: '/warehouse/shipments/{shipmentId}/labels',
    permission: 'warehouse.read',
    summary: 'The GS1 labels of all cartons of a shipment as PDF (A6)',
    request: shipment,
    response: 'file',
    run: async (context, { params: { shipmentId } }) => {
      const facts = await readPaperFacts(context, shipmentId);
      const bytes = await drawCartonLabels(facts, facts.cartons);
      return { bytes, contentType, fileName: `labels-${facts.shipmentNumber}.pdf` };
    },
  }),
  restRoute({
    method: 'get',
    path: '/warehouse/shipments/{shipmentId}/packing-list',
    permission: 'warehouse.read',
    summary: 'The packing list of a shipment as PDF (A4)',
    request: shipment,
    response: 'file',
    run: async (context, { params: { shipmentId } }) => {
      const facts = await readPaperFacts(context, shipmentId);
      return {
        bytes: await drawPackingList(facts),
        contentType,
        fileName: `packing-list-${facts.shipmentNumber}.pdf`,
      };
    },
  }),
  restRoute({
    method: 'get',
    path: '/warehouse/shipments/{shipmentId}/bill-of-lading',
    permission: 'warehouse.read',
    summary: 'The bill of lading of a shipment as PDF (A4), for its carrier',
    request: shipment,
    response: 'file',
    run: async (context, { params: { shipmentId } }) => {
      const facts = await readPaperFacts(context, shipmentId);
      const fileName = `bill-of-lading-${facts.shipmentNumber}.pdf`;
      return { bytes: await drawBillOfLading(facts), contentType, fileName };
    },
  }),
];
