import { localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type JudgedPackScan, judgePackScan, type OpenCarton } from '../life/judge-scan.ts';
import { getPacking, type Packing } from './get-packing.ts';

export const scanToPackInput = z.object({
  orderId: z.uuid(),
  /** As the scanner typed it. */
  text: z.string().max(200),
  /** The carton that is being filled. */
  unitId: z.uuid().optional(),
  /** What was put into it already, by line. */
  inside: z
    .array(
      z.object({
        lineId: z.uuid(),
        quantityMilli: z.int().min(0),
        serialNumbers: z.array(z.string().max(35)).max(5_000).default([]),
      }),
    )
    .max(2_000)
    .default([]),
});

type Input = z.output<typeof scanToPackInput>;

function toOpenCarton(packing: Packing, carton: Packing['cartons'][number], input: Input): OpenCarton {
  const inside = (lineId: string) =>
    carton.unitId === input.unitId ? input.inside.find((part) => part.lineId === lineId) : undefined;
  return {
    unitId: carton.unitId,
    sscc: carton.sscc,
    state: carton.state,
    lines: carton.contents.flatMap(({ lineId, quantityMilli }) => {
      const line = packing.lines.find((one) => one.lineId === lineId);
      if (line === undefined) return [];
      const { quantityMilli: insideMilli = 0, serialNumbers = [] } = inside(lineId) ?? {};
      const free = line.serials.filter(
        ({ serialNumber, unitId }) => unitId === null && !serialNumbers.includes(serialNumber),
      );
      const freeSerials = line.serials.length === 0 ? null : free.map(({ serialNumber }) => serialNumber);
      return [{ ...line, leftMilli: quantityMilli - insideMilli, freeSerials }];
    }),
  };
}

/** What a scan at the packing table means; a wrong one is answered with what is wrong and what to do. Changes nothing. */
export async function scanToPack(context: Context, input: Input): Promise<JudgedPackScan> {
  const packing = await getPacking(context, { orderId: input.orderId });
  return judgePackScan(input.text, {
    cartons: packing.cartons.map((carton) => toOpenCarton(packing, carton, input)),
    currentId: input.unitId,
    today: localDateAt(context.clock.now(), packing.timeZone ?? 'UTC'),
  });
}
