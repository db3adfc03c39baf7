import { definePermissions, router } from '../../platform/index.ts';
import {
  askContact,
  askContactInput,
  listContacts,
  listContactsInput,
  removeContact,
  removeContactInput,
  saveContact,
  saveContactInput,
} from './answer-links.ts';

const planners = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;

const { permitted } = definePermissions('answers', {
  /** Workbooks out and back: planners, and whoever holds a link. */
  'answers.answer': [...planners, 'answer'],
  'answers.ask': planners,
  'answers.contacts': ['supplier-planner', 'admin'],
});

/** Who may answer by link, and asking them. Workbooks go over REST, see answers.rest.ts. */
export const answersRouter = router({
  ask: permitted('answers.ask')
    .input(askContactInput)
    .mutation(({ ctx, input }) => askContact(ctx, input)),
  contacts: permitted('answers.ask')
    .input(listContactsInput)
    .query(({ ctx, input }) => listContacts(ctx, input)),
  saveContact: permitted('answers.contacts')
    .input(saveContactInput)
    .mutation(({ ctx, input }) => saveContact(ctx, input)),
  removeContact: permitted('answers.contacts')
    .input(removeContactInput)
    .mutation(({ ctx, input }) => removeContact(ctx, input)),
});
