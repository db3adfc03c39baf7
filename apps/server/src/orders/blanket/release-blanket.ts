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

/** A release that can be judged: its order, locked, and the document that says it. */
export type PreparedRelease = { storing: Storing; facts: OfBlanket; document: ReleaseDocument };
type Acting = Awaited<ReturnType<typeof actOnOrder>>;

/** The blanket order of what a person acts on. Throws `DomainError` where it is none. */
export function ofBlanket({ storing, facts }: Acting): OfBlanket {
  if (facts.blanket == null) throw blanketNotFound(storing.order.id);
  return { ...facts, blanket: facts.blanket };
}

type Wanted = Omit<Preview, 'orderId' | 'replaces'>;

/** `releaseNumber`: of a release that is new, or with `isReplacement` of the one that it corrects. */
export async function prepareRelease(
  context: Context,
  tx: Transaction,
  acting: Acting,
  { releaseNumber, isReplacement, ...wanted }: Wanted & { releaseNumber: string; isReplacement: boolean },
): Promise<PreparedRelease> {
  const { storing } = acting;
  const facts = ofBlanket(acting);
  const { kind, startsOn, endsBefore, items } = wanted;
  const document = await releaseDocument(tx, {
    ...{ order: storing.order, facts },
    draft: {
      ...{ kind, startsOn, endsBefore, items, releaseNumber, isReplacement },
      issuedOn: context.clock.now().toISOString().slice(0, 10) as LocalDate,
    },
  });
  return { storing, facts, document };
}

async function prepare(
  context: Context,
  tx: Transaction,
  { orderId, expectedVersion, replaces, ...wanted }: Preview & { expectedVersion?: number },
): Promise<PreparedRelease> {
  const acting = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
  const numbers = ofBlanket(acting)
    .blanket.releases.filter((one) => one.kind === wanted.kind)
    .map(({ releaseNumber }) => Number(releaseNumber))
    .filter(Number.isSafeInteger);
  return prepareRelease(context, tx, acting, {
    ...wanted,
    releaseNumber: replaces ?? String(Math.max(0, ...numbers) + 1),
    isReplacement: replaces !== undefined,
  });
}

/** A supplier that reads EDI gets the release as a schedule (830, 862; DELFOR, DELJIT). */
const send = async ({ context, tx, order }: Storing, document: ReleaseDocument): Promise<string | null> =>
  order.channel === 'edi' ? sendAboutOrder(context, tx, order, document) : null;

/** Writes a release down that was judged, and hands it to its supplier. */
export async function issueRelease(
  { storing, facts, document }: PreparedRelease,
  judged: JudgedRelease,
): Promise<void> {
  const documentId = await send(storing, document);
  const by = { channel: 'portal', documentId } as const;
  await recordFacts({ ...storing, by }, { facts, added: { kind: 'release', ...judged } });
}

/** The buyer issues a release: it supersedes the last of its kind, and what is firm becomes lines of the order. */
export function releaseBlanket(
  context: Context,
  { reason, ...input }: z.output<typeof releaseInput>,
): Promise<{ releaseNumber: string; version: number; state: string }> {
  return context.db.transaction(async (tx) => {
    const prepared = await prepare(context, tx, input);
    const { order } = prepared.storing;
    await refuseHeld(tx, order);
    const judged = refusing(() =>
      judgeRelease(prepared.facts, prepared.document, { newId: context.newId, reason: reason ?? null }),
    );
    if (judged === null) throw releaseChangesNothing(order.poNumber);
    await issueRelease(prepared, judged);
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

export function changesOf(facts: OfBlanket, { change, added, callOffs }: JudgedRelease): CallOffChange[] {
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

export type Looked = { judged: JudgedRelease | null; issue: OrderIssue | null; needsReason: string | null };

/** What a release would do, with a reason where it needs one. Nothing is written. */
export function lookAtRelease(
  { newId }: Pick<Context, 'newId'>,
  { facts, document }: Pick<PreparedRelease, 'facts' | 'document'>,
  given: string | null = null,
): Looked {
  const judge = (reason: string | null): JudgedRelease | OrderIssue | null => {
    try {
      return judgeRelease(facts, document, { newId, reason });
    } catch (error) {
      if (error instanceof DocumentWaits) return error.issue;
      throw error;
    }
  };
  const first = judge(given);
  const needsReason =
    first !== null && 'code' in first && first.code === 'inside-firm-fence' ? first.text : null;
  const judged = needsReason === null ? first : judge('A reason will be given');
  if (judged !== null && 'code' in judged) return { judged: null, issue: judged, needsReason: null };
  return { judged, issue: null, needsReason };
}

export function previewRelease(context: Context, input: Preview): Promise<ReleasePreview> {
  return context.db.transaction(async (tx) => {
    const prepared = await prepare(context, tx, input);
    const { judged, issue, needsReason } = lookAtRelease(context, prepared);
    return { issue, needsReason, changes: judged === null ? [] : changesOf(prepared.facts, judged) };
  });
}
