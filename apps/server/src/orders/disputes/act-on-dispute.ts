import type { VerdictClaim } from '@coplan/collaboration';
import { formatMoney, nextState } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { actOnOrder } from '../acting-on-order.ts';
import { type OrderFacts, receiptsInForce } from '../life/order-facts.ts';
import { readOrderLife } from '../life/order-life.ts';
import { restateOrder } from '../life/restate-order.ts';
import type { Storing } from '../life/store-facts.ts';
import { debitTooLarge, invoiceNotFound } from '../orders.errors.ts';
import { disputeNews } from '../orders.events.ts';
import { recordOrderEvent } from '../record-order-event.ts';
import { type DisputeEvent, disputeLifecycle, isLive } from './dispute.lifecycle.ts';
import { evidenceInput, evidenceOf, writeEntry } from './dispute-entries.ts';
import {
  decisionsOf,
  eventOf,
  eventsOf,
  hasAmount,
  type Outcome,
  outcomes,
  proposalsOf,
} from './dispute-rules.ts';
import {
  amountNeeded,
  claimNeeded,
  disputeEventNotAllowed,
  receiptNotCorrected,
  verdictDecidedElsewhere,
} from './disputes.errors.ts';
import { atHand, findOrderOfDispute, lockDispute, roleIn, type StoredDispute } from './read-dispute.ts';

/** Which dispute, as the caller saw it, and what is said in it. */
export const aboutDispute = {
  disputeId: z.uuid(),
  text: z.string().trim().min(1).max(4_000),
  ...evidenceInput,
  expectedVersion: z.int(),
};
const amountMinor = z.int().positive().max(100_000_000_000).optional();

export const sayInDisputeInput = z.object(aboutDispute);
export const proposeInput = z.object({ ...aboutDispute, outcome: z.enum(outcomes), amountMinor });
export const answerProposalInput = z.object({ ...aboutDispute, answer: z.enum(['accept', 'refuse']) });
export const decideDisputeInput = z.object({ ...aboutDispute, outcome: z.enum(outcomes), amountMinor });
export const withdrawDisputeInput = z.object(aboutDispute);

export type DisputeAct = z.output<typeof sayInDisputeInput> & {
  event: DisputeEvent;
  outcome?: Outcome | undefined;
  amountMinor?: number | undefined;
  /** What holds of a verdict instead. */
  claim?: VerdictClaim | undefined;
};
type Act = DisputeAct;
export type ActedOnDispute = { state: string; version: number };

const verbs: Record<DisputeEvent, string> = {
  answer: 'answered in',
  propose: 'made a proposal in',
  accept: 'accepted the proposal in',
  refuse: 'refused the proposal in',
  settle: 'settled',
  uphold: 'ended',
  withdraw: 'withdrew',
};

export type DisputeAtWork = { storing: Storing; facts: OrderFacts; dispute: StoredDispute };
type AtWork = DisputeAtWork;

/** What another slice says of its disputes: whether an outcome is possible, and what an end means there. */
export type DisputeKeeper = {
  judge(work: DisputeAtWork, act: DisputeAct & { outcome: Outcome }): void | Promise<void>;
  end(work: DisputeAtWork, ended: { text: string; granted: VerdictClaim | null }): Promise<void>;
};

const refuse = ({ disputeNumber, state }: StoredDispute, event: string) =>
  disputeEventNotAllowed({ disputeNumber, state, event });

/** What is possible with this outcome: by whom, with which amount, and whether the count was corrected. */
function judgeOutcome({ storing, facts, dispute }: AtWork, act: Act, outcome: Outcome): void {
  const role = roleIn(dispute, storing.context.actor.organisationId);
  const mine =
    act.event === 'propose' ? proposalsOf(atHand(dispute), role) : decisionsOf(atHand(dispute), role);
  if (act.event !== 'accept' && !mine.includes(outcome)) throw refuse(dispute, outcome);
  if (hasAmount(outcome) !== (act.amountMinor !== undefined)) throw amountNeeded(outcome);
  if ((outcome === 'restated') !== (act.claim !== undefined)) throw claimNeeded(outcome);
  const receiptNumber = dispute.receiptNumber ?? '';
  const key = receiptsInForce(facts).find((one) => one.receiptNumber === receiptNumber);
  if (outcome === 'corrected' && key?.purpose === 'original') throw receiptNotCorrected(receiptNumber);
}

/** A memo about the disputed invoice: the buyer's debit or the supplier's credit, and never more than is owed. */
async function writeMemo({ storing, facts, dispute }: AtWork, text: string, minor: number): Promise<void> {
  const { context, tx, order } = storing;
  const match = readOrderLife(facts, order.state).invoices.find(
    ({ invoice }) => invoice.invoiceId === dispute.invoiceId,
  );
  if (match === undefined) throw invoiceNotFound(dispute.invoiceId ?? '');
  const { payableMinor, invoice } = match;
  if (minor > payableMinor) {
    throw debitTooLarge({ invoiceNumber: invoice.invoiceNumber, amountMinor: minor, payableMinor });
  }
  await tx.query(
    `insert into invoice_decisions (id, org_id, supplier_id, order_id, recorded_at, recorded_by, invoice_id, kind,
       reason, amount_minor, dispute_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      context.newId(),
      order.buyerId,
      order.supplierId,
      order.id,
      context.clock.now(),
      context.actor.name,
      dispute.invoiceId,
      context.actor.organisationId === order.buyerId ? 'debit' : 'credit',
      text,
      minor,
      dispute.disputeId,
    ],
  );
}

/** What an act makes of the outcome: a proposal's is kept, an acceptance takes it, other words leave it. */
function outcomeOf({ dispute }: AtWork, { event, outcome, amountMinor: minor, claim }: Act): OnTheTable {
  const { outcome: known, amountMinor: knownMinor, offered } = dispute;
  if (event === 'accept' || event === 'answer')
    return { outcome: known, amountMinor: knownMinor, claim: offered };
  if (event === 'refuse' || event === 'withdraw') return nothingOnTheTable;
  return { outcome: outcome ?? null, amountMinor: minor ?? null, claim: claim ?? null };
}
type OnTheTable = { outcome: Outcome | null; amountMinor: number | null; claim: VerdictClaim | null };
const nothingOnTheTable: OnTheTable = { outcome: null, amountMinor: null, claim: null };

async function moveDispute(work: AtWork, act: Act): Promise<{ state: StoredDispute['state']; told: string }> {
  const { storing, dispute } = work;
  const { context, tx } = storing;
  const { organisationId } = context.actor;
  const ended = outcomeOf(work, act);
  const isOwnWord =
    act.event === 'answer' && dispute.state === 'open' && dispute.raisedById === organisationId;
  const isGivingIn = act.event === 'accept' && dispute.outcome === 'stands';
  const event = isGivingIn ? 'uphold' : act.event;
  const state = isOwnWord ? dispute.state : nextState(disputeLifecycle, dispute.state, event);
  if (state === undefined) throw refuse(dispute, act.event);
  const proposedById =
    act.event === 'propose' ? organisationId : act.event === 'refuse' ? null : dispute.proposedById;
  await tx.query(
    `update disputes set state = $2, proposed_by_id = $3, outcome = $4, amount_minor = $5, ended_at = $6, ended_by = $7,
       offered = $8, version = version + 1 where id = $1`,
    [
      dispute.disputeId,
      state,
      proposedById,
      ended.outcome,
      ended.amountMinor,
      isLive(state) ? null : context.clock.now(),
      isLive(state) ? null : context.actor.name,
      ended.claim === null ? null : JSON.stringify(ended.claim),
    ],
  );
  const { currency } = dispute;
  const money =
    ended.amountMinor === null || act.event === 'answer'
      ? ''
      : `, ${formatMoney({ amountMinor: ended.amountMinor, currency })}`;
  const what = ended.outcome === null || act.event === 'answer' ? '' : ` (${ended.outcome}${money})`;
  return { state, told: what };
}

/** The order's timeline, both parties and the audit trail are told. */
async function tellActed(
  { storing: { context, tx, order }, dispute }: AtWork,
  input: Act,
  { state, told, table }: { state: StoredDispute['state']; told: string; table: OnTheTable },
): Promise<void> {
  const name =
    roleIn(dispute, context.actor.organisationId) === 'buyer' ? order.buyerName : order.supplierName;
  await recordOrderEvent(context, tx, order, {
    type: `dispute-${isLive(state) ? input.event : 'ended'}`,
    text: `${name} ${verbs[input.event]} dispute ${dispute.disputeNumber} about ${dispute.subjectLabel}${told}: ${input.text}`,
    details: { disputeId: dispute.disputeId, disputeNumber: dispute.disputeNumber },
  });
  const news = isLive(state) ? 'orders.dispute-changed' : 'orders.dispute-ended';
  await tx.publish(disputeNews(news, order, dispute.disputeId));
  await tx.audit({
    command: `orders.${input.event}-dispute`,
    subject: { kind: 'dispute', id: dispute.disputeId },
    before: { state: dispute.state },
    after: { state, ...table },
    reason: input.text,
  });
}

/**
 * One act of a party in a dispute, in the transaction of the caller. A dispute about something of another slice is ended
 * by its keeper there. Throws `DomainError` where the act is not the party's, or not possible any more.
 */
export async function actInDispute(
  context: Context,
  tx: Transaction,
  input: DisputeAct,
  keeper?: DisputeKeeper,
): Promise<ActedOnDispute> {
  const { orderId } = await findOrderOfDispute(tx, input.disputeId);
  const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'either' });
  const work = { storing, facts, dispute: await lockDispute(tx, input) };
  const { dispute } = work;
  const { order } = storing;
  const role = roleIn(dispute, context.actor.organisationId);
  if (!eventsOf(atHand(dispute), role).includes(input.event)) throw refuse(dispute, input.event);
  const isElsewhere = dispute.about === 'verdict' && input.event !== 'answer';
  if (isElsewhere !== (keeper !== undefined)) throw verdictDecidedElsewhere(dispute.disputeNumber);
  const { outcome: asked } = input;
  if (asked !== undefined) {
    judgeOutcome(work, input, asked);
    await keeper?.judge(work, { ...input, outcome: asked });
  }
  const table = outcomeOf(work, input);
  const { outcome, amountMinor: minor } = table;
  const isEnding = ['settle', 'accept'].includes(input.event);
  if (isEnding && outcome !== null && hasAmount(outcome) && minor !== null)
    await writeMemo(work, input.text, minor);
  const evidence = await evidenceOf(tx, { buyerId: order.buyerId, orderId, references: input.evidence });
  const { state, told } = await moveDispute(work, input);
  await writeEntry(storing, dispute.disputeId, {
    ...{ kind: input.event, text: input.text, evidence },
    ...(input.event === 'answer' ? nothingOnTheTable : table),
  });
  if (!isLive(state)) {
    const granted = state === 'settled' && outcome === 'restated' ? table.claim : null;
    await keeper?.end(work, { text: input.text, granted });
  }
  if (keeper === undefined) await restateOrder(storing);
  await tellActed(work, input, { state, told, table });
  return { state, version: dispute.version + 1 };
}

const acting =
  <Input extends z.output<typeof sayInDisputeInput>>(toAct: (input: Input) => Act) =>
  (context: Context, input: Input): Promise<ActedOnDispute> =>
    context.db.transaction((tx) => actInDispute(context, tx, toAct(input)));

/** A statement of either party, with its evidence. */
export const sayInDispute = acting<z.output<typeof sayInDisputeInput>>((input) => ({
  ...input,
  event: 'answer',
}));

/** How one party would end it; the other side accepts or refuses. */
export const proposeInDispute = acting<z.output<typeof proposeInput>>((input) => ({
  ...input,
  event: 'propose',
}));

export const answerProposal = acting<z.output<typeof answerProposalInput>>(({ answer, ...input }) => ({
  ...input,
  event: answer,
}));

/** Ends a dispute by what is in the party's own power; a debit or a credit is written at the invoice. */
export const decideDispute = acting<z.output<typeof decideDisputeInput>>((input) => ({
  ...input,
  event: eventOf(input.outcome),
}));

export const withdrawDispute = acting<z.output<typeof withdrawDisputeInput>>((input) => ({
  ...input,
  event: 'withdraw',
}));
