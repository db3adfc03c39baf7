import { definePermissions, router } from '../../platform/index.ts';
import { listPeople, listPeopleInput } from './list-people.ts';
import {
  countThreads,
  countThreadsInput,
  inboxInput,
  listInbox,
  listMessages,
  listMessagesInput,
} from './list-threads.ts';
import { markRead, markReadInput, postMessage, postMessageInput } from './post-message.ts';

const planners = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;
const { permitted } = definePermissions('threads', { 'threads.read': planners, 'threads.write': planners });

export const threadsRouter = router({
  list: permitted('threads.read')
    .input(listMessagesInput)
    .query(({ ctx, input }) => listMessages(ctx, input)),
  counts: permitted('threads.read')
    .input(countThreadsInput)
    .query(({ ctx, input }) => countThreads(ctx, input)),
  inbox: permitted('threads.read')
    .input(inboxInput)
    .query(({ ctx, input }) => listInbox(ctx, input)),
  people: permitted('threads.read')
    .input(listPeopleInput)
    .query(({ ctx, input }) => listPeople(ctx, input)),
  post: permitted('threads.write')
    .input(postMessageInput)
    .mutation(({ ctx, input }) => postMessage(ctx, input)),
  markRead: permitted('threads.write')
    .input(markReadInput)
    .mutation(({ ctx, input }) => markRead(ctx, input)),
});
