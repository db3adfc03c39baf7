import { z } from 'zod';
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
import { applyUpload, applyUploadInput } from './apply-upload.ts';
import { describeAnswer } from './describe-answer.ts';
import { mayAnswerIn } from './may-answer.ts';
import { getUpload } from './record-upload.ts';

const planners = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;

const { permitted } = definePermissions('answers', {
  /** Workbooks out and back: planners, and whoever holds a link. */
  'answers.answer': [...planners, 'answer'],
  'answers.ask': planners,
  'answers.contacts': ['supplier-planner', 'admin'],
});

/** Workbooks and links: files themselves go over REST, see answers.rest.ts. */
export const answersRouter = router({
  /** What a link opens: whose plan, which purpose, until when. */
  describe: permitted('answers.answer').query(({ ctx }) => describeAnswer(ctx)),
  upload: permitted('answers.answer')
    .input(z.object({ uploadId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const upload = await getUpload(ctx, input.uploadId);
      await mayAnswerIn(ctx)(upload);
      return upload;
    }),
  applyUpload: permitted('answers.answer')
    .input(applyUploadInput)
    .mutation(({ ctx, input }) => applyUpload(ctx, input, mayAnswerIn(ctx))),
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
