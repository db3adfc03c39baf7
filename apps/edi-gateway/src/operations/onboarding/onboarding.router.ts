import {
  answerQuestions,
  checkConformance,
  guidePage,
  proposeAgreement,
  toHtml,
  toMarkdown,
} from '@coplan/edi-mappings';
import { z } from 'zod';
import { agreementKeys } from '../../agreements/agreement.ts';
import { readAgreements } from '../../agreements/agreement-store.ts';
import { reason } from '../agreements/agreements.router.ts';
import { filesOf, postedFiles } from '../posted-files.ts';
import { permitted, router } from '../trpc.ts';
import { draftContent, findDraft, keepDraft, listDrafts, publishDraft, termsOf } from './agreement-drafts.ts';
import { previewForce, putInForce } from './put-in-force.ts';

const answer = z.union([
  z.literal('leave'),
  z.object({ choice: z.int().min(0).max(1_000) }),
  z.object({ text: z.string().max(100) }),
]);
const oneDraft = z.object({ draftId: z.uuid() });

/** Onboarding by example: from sample files to a draft, its guide, and a run that the partner can do himself. */
export const onboardingRouter = router({
  /** Nothing is kept: the files are read, and forgotten. */
  propose: permitted('edi.read')
    .input(z.object({ files: postedFiles, answers: z.record(z.string(), answer).default({}) }))
    .mutation(async ({ ctx: { desk }, input: { files, answers } }) => {
      const agreements = await readAgreements({ query: desk.read }, desk.tools.dataFolder);
      const own = agreements.map(({ envelope: { local } }) => ({
        qualifier: local.isaQualifier,
        id: local.isaId,
      }));
      const proposal = proposeAgreement(filesOf(files), { own });
      const { open, ...answered } = answerQuestions(proposal, answers);
      return { proposal, answered, openIds: open.map(({ id }) => id) };
    }),
  drafts: permitted('edi.read').query(async ({ ctx: { desk } }) => ({ rows: await listDrafts(desk) })),
  adopt: permitted('edi.agree')
    .input(
      z.object({
        agreementId: z.uuid().optional(),
        partnerOrganisationId: z.uuid().optional(),
        content: draftContent,
      }),
    )
    .mutation(async ({ ctx: { desk }, input }) => ({ draftId: await keepDraft(desk, input) })),
  publish: permitted('edi.agree')
    .input(oneDraft)
    .mutation(async ({ ctx: { desk }, input: { draftId } }) => {
      await publishDraft(desk, draftId);
      return { draftId };
    }),
  /** What would change if the draft came into force; nothing does. */
  previewForce: permitted('edi.read')
    .input(oneDraft)
    .query(({ ctx: { desk }, input: { draftId } }) => previewForce(desk, draftId)),
  putInForce: permitted('edi.agree')
    .input(oneDraft.extend({ apiKeys: agreementKeys.default({}), reason }))
    .mutation(async ({ ctx: { desk }, input: { draftId, apiKeys, reason: why } }) => ({
      agreementId: await putInForce(desk, draftId, { apiKeys, reason: why }),
    })),
  guide: permitted('edi.read')
    .input(oneDraft)
    .query(async ({ ctx: { desk }, input: { draftId } }) => {
      const draft = await findDraft(desk, draftId);
      const blocks = guidePage(termsOf(draft.content));
      const title = `EDI with ${draft.content.localName}`;
      return { draft, title, blocks, html: toHtml(title, blocks), markdown: toMarkdown(blocks) };
    }),
  conform: permitted('edi.read')
    .input(oneDraft.extend({ files: postedFiles }))
    .mutation(async ({ ctx: { desk }, input: { draftId, files } }) => {
      const { content } = await findDraft(desk, draftId);
      return checkConformance(filesOf(files), termsOf(content));
    }),
});
