import { z } from 'zod';
import { listMessages, readStatus } from '../archive/list-messages.ts';
import { permitted, router } from './trpc.ts';

const listInput = z.object({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.int().min(1).max(200).default(50),
  state: z.string().max(30).optional(),
  agreementId: z.uuid().optional(),
});

/** Messages in both directions, as the organisation that asks may see them. */
export const messagesRouter = router({
  list: permitted('edi.read')
    .input(listInput)
    .query(({ ctx: { desk }, input }) => listMessages({ query: desk.read }, input)),
  counts: permitted('edi.read').query(({ ctx: { desk } }) => readStatus({ query: desk.read })),
});
