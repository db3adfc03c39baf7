import { z } from 'zod';
import { replayWithin } from '../../archive/replay.ts';
import { permitted, router } from '../trpc.ts';
import { readEvidence } from './evidence.ts';
import { lockMessage, recordIntervention, setAside } from './intervene.ts';
import { listOwed } from './list-owed.ts';
import { countMonitor, listMonitor, monitorInput } from './monitor.ts';
import { checkRepair, sendRepair, startRepair } from './repair-message.ts';
import { viewMessage } from './view-message.ts';

const one = z.object({ messageId: z.uuid() });
const reason = z.string().trim().min(3, 'say why in a few words').max(500);
const text = z.string().min(1).max(2_000_000);

/** Messages in both directions, as the organisation that asks may see them. */
export const messagesRouter = router({
  list: permitted('edi.read')
    .input(monitorInput)
    .query(({ ctx: { desk }, input }) => listMonitor({ query: desk.read }, input)),
  counts: permitted('edi.read').query(({ ctx: { desk } }) =>
    countMonitor({ query: desk.read }, desk.tools.clock.now()),
  ),
  owed: permitted('edi.read').query(({ ctx: { desk } }) => listOwed({ query: desk.read })),
  get: permitted('edi.read')
    .input(one)
    .query(({ ctx: { desk }, input }) => viewMessage(desk, input.messageId)),
  evidence: permitted('edi.read')
    .input(one)
    .query(({ ctx: { desk }, input }) => readEvidence({ query: desk.read }, input.messageId)),
  startRepair: permitted('edi.repair')
    .input(one)
    .query(({ ctx: { desk }, input }) => startRepair(desk, input.messageId)),
  /** A mutation by its size only: nothing is recorded. */
  checkRepair: permitted('edi.repair')
    .input(one.extend({ text }))
    .mutation(({ ctx: { desk }, input }) => checkRepair(desk, input.messageId, input.text)),
  sendRepair: permitted('edi.repair')
    .input(one.extend({ text, reason }))
    .mutation(({ ctx: { desk }, input }) => sendRepair(desk, input)),
  replay: permitted('edi.repair')
    .input(one.extend({ reason }))
    .mutation(async ({ ctx: { desk }, input: { messageId, reason: why } }) => {
      const { state } = await desk.transaction((sql) => lockMessage(sql, messageId));
      if (state === 'rejected' || state === 'repaired') {
        await sendRepair(desk, { messageId, text: undefined, reason: why });
        return { state: 'repaired' };
      }
      const after = await desk.transaction(async (sql) => {
        const { agreementId } = await lockMessage(sql, messageId);
        const moved = await replayWithin(sql, messageId, desk.tools.clock.now());
        await recordIntervention(sql, desk, { messageId, agreementId, kind: 'replay', reason: why });
        return moved;
      });
      desk.nudge();
      return after;
    }),
  setAside: permitted('edi.repair')
    .input(one.extend({ reason }))
    .mutation(async ({ ctx: { desk }, input }) => {
      await setAside(desk, input.messageId, input.reason);
      return { messageId: input.messageId };
    }),
});
