import { decode, type Message, messagesOf } from '@coplan/edi';
import {
  type AgreementProfile,
  agreementProfile,
  type DeepPartial,
  traceMessage,
} from '@coplan/edi-mappings';
import { z } from 'zod';
import { isUsableProfile } from '../../agreements/agreement.ts';
import { refusal } from '../../http-requests.ts';
import { findDraft } from '../onboarding/agreement-drafts.ts';
import { ownAgreement } from '../own-agreement.ts';
import { filesOf, postedFile } from '../posted-files.ts';
import { type Desk, permitted, router } from '../trpc.ts';
import { previewOf } from './preview-document.ts';
import { replayPage } from './replay-archive.ts';

const messagesMax = 20;
const fieldsMax = 4_000;
const pasted = z.object({ agreementId: z.uuid(), file: postedFile });

async function messagesIn(
  desk: Desk,
  { agreementId, file }: z.output<typeof pasted>,
): Promise<{ messages: Message[]; profile: AgreementProfile }> {
  const { profile } = await ownAgreement(desk, agreementId);
  const bytes = filesOf([file])[0]?.bytes ?? new Uint8Array();
  const decoded = decode(bytes, { unsupported: 'warning', levels: profile.levels });
  const messages = messagesOf(decoded);
  if (messages.length === 0) {
    const why = decoded.issues[0]?.message ?? 'there is no interchange in it';
    throw refusal('gateway.no-message', `This holds no message: ${why}. Paste a whole interchange.`);
  }
  return { messages, profile };
}

const profileChange = z
  .record(z.string(), z.unknown())
  .refine(isUsableProfile, 'delimiters are distinct characters, the version is one of X12, levels are known');

/** What messages do, before anything is done: field by field, to orders and sales, and under another agreement. */
export const timeMachineRouter = router({
  trace: permitted('edi.read')
    .input(pasted)
    .mutation(async ({ ctx: { desk }, input }) => {
      const { messages, profile } = await messagesIn(desk, input);
      const traced = messages.slice(0, messagesMax).map((message) => {
        const trace = traceMessage(message, profile);
        return { ...trace, fields: trace.fields.slice(0, fieldsMax), fieldCount: trace.fields.length };
      });
      return { messages: traced, messageCount: messages.length };
    }),
  preview: permitted('edi.read')
    .input(
      pasted.extend({
        index: z
          .int()
          .min(0)
          .max(messagesMax - 1)
          .default(0),
      }),
    )
    .mutation(async ({ ctx: { desk }, input }) => {
      const { messages, profile } = await messagesIn(desk, input);
      const message = messages[input.index];
      const document = message === undefined ? undefined : traceMessage(message, profile).document;
      if (document === undefined) {
        return {
          outcome: 'refused' as const,
          why: 'The message is refused at the gateway and reaches no plan.',
        };
      }
      return previewOf(desk, await ownAgreement(desk, input.agreementId), document);
    }),
  /** The deviations of the agreement as it would be, or a draft of it. */
  replay: permitted('edi.read')
    .input(
      z.object({
        agreementId: z.uuid(),
        profile: profileChange.optional(),
        draftId: z.uuid().optional(),
        cursor: z
          .string()
          .regex(/^\d{1,18}$/)
          .optional(),
      }),
    )
    .mutation(async ({ ctx: { desk }, input: { agreementId, profile, draftId, cursor } }) => {
      const { profile: before } = await ownAgreement(desk, agreementId);
      const deviations = draftId === undefined ? profile : (await findDraft(desk, draftId)).content.profile;
      if (deviations === undefined) {
        throw refusal(
          'gateway.nothing-to-compare',
          'Say what would be agreed instead: a profile or a draft.',
        );
      }
      const after = agreementProfile(deviations as DeepPartial<AgreementProfile>);
      return replayPage(desk, { agreementId, before, after, cursor });
    }),
});
