import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { actOnOrder } from '../acting-on-order.ts';
import { refuseHeld } from '../holds/hold-order.ts';
import { DocumentWaits, type OrderIssue, refusing } from '../life/issues.ts';
import { readOrderLife } from '../life/order-life.ts';
import type { Storing } from '../life/store-facts.ts';
import { recordFacts } from '../record-facts.ts';
import { sendAboutOrder } from '../send-about-order.ts';
import { blanketNotFound, releaseChangesNothing } from './blanket.errors.ts';
import { releaseKinds } from './blanket-facts.ts';
import { type JudgedRelease, judgeRelease, type OfBlanket } from './judge-release.ts';
import type { ReleaseDocument } from './read-release.ts';
import { releaseDocument } from './release-document.ts';

const milliMax = 100_000_000_000;
const day = z.iso.date().transform((date) => date as LocalDate);

export const previewReleaseInput = z.object({
  orderId: z.uuid(),
  kind: z.enum(releaseKinds),
  /** The release that this one corrects, by its number; absent: a new one. */
  replaces: z.string().trim().min(1).max(30).optional(),
  /** What the release speaks about, half-open. */
  startsOn: day,
  endsBefore: day,
  items: z
    .array(
      z.object({
        itemLine: z.string().min(1).max(20),
        buckets: z
          .array(
            z.object({
              startsOn: day,
              endsBefore: day,
              time: z
                .string()
                .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
                .nullable()
                .default(null),
              amountMilli: z.int().nonnegative().max(milliMax),
              certainty: z.enum(['firm', 'planned']),
            }),
          )
          .max(1_100),
      }),
    )
    .min(1)
    .max(500),
});
export const releaseInput = previewReleaseInput.extend({
  /** Why something firm changes. */
  reason: z.string().trim().min(1).max(500).optional(),
  expectedVersion: z.int(),
});
type Preview = z.output<typeof previewReleaseInput>;

type Prepared = { storing: Storing; facts: OfBlanket; document: ReleaseDocument };

async function prepare(
  context: Context,
  tx: Transaction,
  input: Preview & { expectedVersion?: number },
): Promise<Prepared> {
  const { orderId, expectedVersion, replaces, kind } = input;
  const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
  if (facts.blanket == null) throw blanketNotFound(orderId);
  const about: OfBlanket = { ...facts, blanket: facts.blanket };
  const numbers = about.blanket.releases
    .filter((one) => one.kind === kind)
    .map(({ releaseNumber }) => Number(releaseNumber))
    .filter(Number.isSafeInteger);
  const document = await releaseDocument(tx, {
    order: storing.order,
    facts: about,
    draft: {
      ...{ kind, startsOn: input.startsOn, endsBefore: input.endsBefore, items: input.items },
      releaseNumber: replaces ?? String(Math.max(0, ...numbers) + 1),
      isReplacement: replaces !== undefined,
      issuedOn: context.clock.now().toISOString().slice(0, 10) as LocalDate,
    },
  });
  return { storing, facts: about, document };
}

/** A supplier that reads EDI gets the release as a schedule (830, 862; DELFOR, DELJIT). */
const send = async ({ context, tx, order }: Storing, document: ReleaseDocument): Promise<string | null> =>
  order.channel === 'edi' ? sendAboutOrder(context, tx, order, document) : null;

/** The buyer issues a release: it supersedes the last of its kind, and what is firm becomes lines of the order. */
export function releaseBlanket(
  context: Context,
  { reason, ...input }: z.output<typeof releaseInput>,
): Promise<{ releaseNumber: string; version: number; state: string }> {
  return context.db.transaction(async (tx) => {
    const { storing, facts, document } = await prepare(context, tx, input);
    const { order } = storing;
    await refuseHeld(tx, order);
    const judged = refusing(() =>
      judgeRelease(facts, document, { newId: context.newId, reason: reason ?? null }),
    );
    if (judged === null) throw releaseChangesNothing(order.poNumber);
    const documentId = await send(storing, document);
    const by = { channel: 'portal', documentId } as const;
    await recordFacts({ ...storing, by }, { facts, added: { kind: 'release', ...judged } });
    return { releaseNumber: judged.release.releaseNumber, version: order.version, state: order.state };
  });
}

export type CallOffChange = {
  lineNumber: string;
  itemLine: string;
  on: LocalDate;
  time: string | null;
  beforeMilli: number;
  afterMilli: number;
};

/** What a release would change, call-off by call-off; nothing is written. */
export type ReleasePreview = {
  /** Why it cannot be issued as it is; null: it can. */
  issue: OrderIssue | null;
  /** What is firm and would change, in a sentence; null: no reason is needed. */
  needsReason: string | null;
  changes: CallOffChange[];
};

function changesOf(facts: OfBlanket, { change, added, callOffs }: JudgedRelease): CallOffChange[] {
  const { lines } = readOrderLife(facts, 'sent');
  return (change?.lines ?? [])
    .flatMap((asked): CallOffChange[] => {
      const called = [...facts.blanket.callOffs, ...callOffs].find(
        (one) => one.lineNumber === asked.lineNumber,
      );
      if (called === undefined) return [];
      const before = lines.find(({ line }) => line.lineNumber === asked.lineNumber);
      const isNew = added.some(({ lineNumber }) => lineNumber === asked.lineNumber);
      return [
        {
          lineNumber: asked.lineNumber,
          itemLine: called.itemLine,
          on: called.startsOn,
          time: called.time,
          beforeMilli: isNew ? 0 : (before?.orderedMilli ?? 0),
          afterMilli: asked.isDeleted ? 0 : (asked.quantityMilli ?? 0),
        },
      ];
    })
    .sort((left, right) => left.on.localeCompare(right.on));
}

export function previewRelease(context: Context, input: Preview): Promise<ReleasePreview> {
  return context.db.transaction(async (tx) => {
    const { facts, document } = await prepare(context, tx, input);
    const judge = (reason: string | null): JudgedRelease | OrderIssue | null => {
      try {
        return judgeRelease(facts, document, { newId: context.newId, reason });
      } catch (error) {
        if (error instanceof DocumentWaits) return error.issue;
        throw error;
      }
    };
    const first = judge(null);
    const needsReason = first !== null && 'code' in first && first.code === 'inside-firm-fence';
    const judged = needsReason ? judge('A reason will be given') : first;
    if (judged === null) return { issue: null, needsReason: null, changes: [] };
    if ('code' in judged) return { issue: judged, needsReason: null, changes: [] };
    return {
      issue: null,
      needsReason: needsReason && 'text' in first ? first.text : null,
      changes: changesOf(facts, judged),
    };
  });
}
