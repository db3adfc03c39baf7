import {
  type Criterion,
  type Evaluation,
  type FollowUp,
  followUp,
  type KnownException,
  type PooledException,
} from '@coplan/collaboration';
import { daysBetween, type LocalDate } from '@coplan/kernel';
import { sha256 } from '../../forecasting/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import type { AssembledInput } from './assemble-input.ts';
import { childrenOf, type NewChild, writeChildren } from './children-of.ts';
import { type DescribedCause, describeCauses } from './describe-cause.ts';
import { exceptionNews } from './exceptions.events.ts';
import {
  audienceOf,
  type ExceptionRow,
  exceptionColumns,
  moveException,
  saveException,
  tellException,
} from './load-exception.ts';
import { readsOf } from './measures-read.ts';
import { isComparison, isWaitingToBeWritten, readCells } from './resolution-options.ts';
import { nextRespondBy, respondBy } from './response-clock.ts';
import { wake } from './snooze-exception.ts';

const findKnown = `
select ${exceptionColumns} from exceptions exception
where exception.agreement_id = $1
  and (exception.state not in ('self-cleared', 'accepted', 'closed') or exception.is_tolerated)
  and exception.cause_kind <> 'event-change'
order by exception.id for update`;

const toKnown = (row: ExceptionRow, isSettled: boolean): KnownException => ({
  exceptionId: row.exceptionId,
  state: row.state,
  criterionCode: row.criterionCode,
  causeKey: row.causeKey,
  inBoundsCount: row.inBoundsCount,
  toleratedMinor: row.toleratedMinor,
  isWaitingToBeWritten: isWaitingToBeWritten(row),
  isSettled,
});

type Found = {
  agreement: AgreementInForce;
  assembled: AssembledInput;
  evaluation: Evaluation;
  evaluationId: string;
};

type Facts = {
  pooled: PooledException;
  cause: DescribedCause;
  criterion: Criterion | null;
  children: NewChild[];
  contentHash: string;
  buyerReads: string[];
  sellerReads: string[];
};

function factsOf(found: Found, place: number, causes: readonly DescribedCause[]): Facts {
  const { assembled, evaluation } = found;
  const pooled = evaluation.exceptions[place] as PooledException;
  const children = childrenOf(pooled, { input: assembled.input, evaluation });
  const codes = new Set(children.map(({ criterionCode }) => criterionCode));
  return {
    pooled,
    cause: causes[place] as DescribedCause,
    criterion: assembled.input.criteria.find(({ code }) => code === pooled.criterionCode) ?? null,
    children,
    contentHash: sha256(JSON.stringify(children)),
    ...readsOf(codes, assembled),
  };
}

const insertException = `
insert into exceptions (id, buyer_id, supplier_id, agreement_id, agreement_version_id, buyer_reads, seller_reads,
  evaluation_id, criterion_code, criterion, kind, purpose, is_blocking, priority, title, cause_kind, cause_key, cause_ref,
  cause_label, owed_by_id, state, respond_by, money_minor, over_minor, under_minor, currency, child_count, content_hash,
  raised_at, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 'open', $21, $22, $23,
  $24, $25, $26, $27, $28, $28)
on conflict do nothing returning id`;

const findOne = `select ${exceptionColumns} from exceptions exception where exception.id = $1`;

async function raise(context: Context, tx: Transaction, found: Found, facts: Facts): Promise<boolean> {
  const { agreement, evaluationId, assembled } = found;
  const { pooled, cause, criterion, children } = facts;
  const { buyerId, supplierId, agreementId, agreementVersionId } = agreement;
  const owedById = pooled.owedBy === null ? null : pooled.owedBy === 'buyer' ? buyerId : supplierId;
  const now = context.clock.now();
  const exceptionId = context.newId();
  const due = await respondBy(
    tx,
    { buyerId, agreementVersionId, criterion },
    { partyId: owedById ?? buyerId, from: now },
  );
  const inserted = await tx.query(insertException, [
    exceptionId,
    buyerId,
    supplierId,
    agreementId,
    agreementVersionId,
    facts.buyerReads,
    facts.sellerReads,
    evaluationId,
    pooled.criterionCode,
    criterion === null ? null : JSON.stringify(criterion),
    criterion?.kind ?? 'pooled',
    criterion?.kind === 'forecast' ? criterion.purpose : null,
    criterion?.isBlocking ?? false,
    criterion?.priority ?? 'LOW',
    cause.title,
    pooled.causeKind,
    pooled.causeKey,
    pooled.causeRef,
    cause.causeLabel,
    owedById,
    due,
    pooled.moneyMinor,
    pooled.overMinor,
    pooled.underMinor,
    assembled.input.currency,
    children.length,
    facts.contentHash,
    now,
  ]);
  if (inserted.length === 0) return false;
  await writeChildren(tx, { buyerId, supplierId, exceptionId }, children);
  const [row] = await tx.query<ExceptionRow>(findOne, [exceptionId]);
  if (row !== undefined)
    await tellException(context, tx, row, { type: 'raised', text: `Raised: ${cause.title}.` });
  return true;
}

const refreshFacts = `
update exceptions set evaluation_id = $2, money_minor = $3, over_minor = $4, under_minor = $5, child_count = $6,
  content_hash = $7, title = $8, cause_label = $9, buyer_reads = $10, seller_reads = $11, in_bounds_count = 0,
  changed_at = case when content_hash = $7 then changed_at else $12 end
where id = $1 and (evaluation_id, content_hash, in_bounds_count) is distinct from ($2, $7, 0::smallint)
returning id`;

const findHash = `select content_hash as "contentHash" from exceptions where id = $1`;

/** The newest numbers of an exception that stands; what somebody decides meanwhile is about the same cause. */
async function refresh(
  context: Context,
  tx: Transaction,
  found: Found,
  row: ExceptionRow,
  facts: Facts,
): Promise<void> {
  const { pooled, cause, children, contentHash, buyerReads, sellerReads } = facts;
  const [before] = await tx.query<{ contentHash: string }>(findHash, [row.exceptionId]);
  const isSame = before?.contentHash === contentHash;
  await tx.query(refreshFacts, [
    row.exceptionId,
    found.evaluationId,
    pooled.moneyMinor,
    pooled.overMinor,
    pooled.underMinor,
    children.length,
    contentHash,
    cause.title,
    cause.causeLabel,
    buyerReads,
    sellerReads,
    context.clock.now(),
  ]);
  if (isSame) return;
  await writeChildren(tx, row, children);
  const { exceptionId, agreementId, state } = row;
  const audience = await audienceOf(tx, { ...row, buyerReads, sellerReads });
  await tx.publish(exceptionNews({ exceptionId, agreementId, state, audience }));
}

/** Out again after both had settled it: back to whoever proposed, with a fresh clock. */
async function reopen(context: Context, tx: Transaction, row: ExceptionRow): Promise<void> {
  const partyId = row.resolution?.byId ?? row.buyerId;
  const reopened = await moveException(context, tx, row, {
    event: 'reopen',
    ownerId: partyId as ExceptionRow['ownerId'],
    ownerName: row.resolution?.byName ?? null,
    escalationLevel: 0,
    appliedPlanId: null,
    resolution: null,
    proposal: null,
    respondBy: await nextRespondBy(context, tx, row, partyId),
  });
  await tellException(context, tx, reopened, {
    type: 'reopened',
    text: 'Still out of bounds after the resolution: reopened.',
  });
}

async function end(
  context: Context,
  tx: Transaction,
  row: ExceptionRow,
  event: 'clear' | 'close',
): Promise<void> {
  const ended = await moveException(context, tx, row, { event, respondBy: null, snoozedUntil: null });
  const text =
    event === 'clear'
      ? 'Back in bounds in two evaluations: cleared by itself.'
      : 'The resolution holds: closed.';
  await tellException(context, tx, ended, { type: event === 'clear' ? 'self-cleared' : 'closed', text });
}

export type FollowedUp = {
  raisedCount: number;
  clearedCount: number;
  closedCount: number;
  /** Back in bounds for the first time: the next evaluation clears them. */
  waitingCount: number;
};

/** Exceptions of which every cell ahead has a value that both agreed on. */
async function findSettled(
  tx: Transaction,
  { assembled, evaluation }: Found,
  rows: readonly ExceptionRow[],
): Promise<ReadonlySet<string>> {
  const { input } = assembled;
  const outside = new Set(
    evaluation.exceptions.map(({ criterionCode, causeKey }) => `${criterionCode} ${causeKey}`),
  );
  const rowOf = new Map(input.rows.itemLocationIds.map((id, row) => [id, row]));
  const settled = new Set<string>();
  for (const row of rows) {
    const agreed = row.purpose === null ? undefined : input.plan[`${row.purpose}.agreed`];
    const isGone = !outside.has(`${row.criterionCode} ${row.causeKey}`);
    if (agreed === undefined || !isGone || !isComparison(row.criterion)) continue;
    const cells = await readCells(tx, row.exceptionId);
    const isAgreed = cells.every(({ itemLocationId, startsOn }) => {
      const place = rowOf.get(itemLocationId);
      const bucket = Math.floor(daysBetween(input.startsOn, startsOn as LocalDate) / input.bucketDays);
      if (bucket < 0 || place === undefined) return true;
      return !Number.isNaN(agreed[place * input.bucketCount + bucket] ?? Number.NaN);
    });
    if (isAgreed && cells.length > 0) settled.add(row.exceptionId);
  }
  return settled;
}

/** Carries out what an evaluation means for the exceptions of an agreement. */
export async function recordFollowUps(context: Context, tx: Transaction, found: Found): Promise<FollowedUp> {
  const { agreement, assembled, evaluation } = found;
  const rows = await tx.query<ExceptionRow>(findKnown, [agreement.agreementId]);
  const byId = new Map(rows.map((row) => [row.exceptionId, row]));
  const causes = await describeCauses(tx, {
    agreement,
    input: assembled.input,
    exceptions: evaluation.exceptions,
  });
  const settled = await findSettled(tx, found, rows);
  const steps = followUp(
    rows.map((row) => toKnown(row, settled.has(row.exceptionId))),
    evaluation,
  );
  const counts: FollowedUp = { raisedCount: 0, clearedCount: 0, closedCount: 0, waitingCount: 0 };
  for (const step of steps) {
    const row = 'exceptionId' in step ? (byId.get(step.exceptionId) ?? null) : null;
    await carryOut(context, tx, { found, step, row, causes, counts, byId });
  }
  return counts;
}

async function carryOut(
  context: Context,
  tx: Transaction,
  about: {
    found: Found;
    step: FollowUp;
    row: ExceptionRow | null;
    causes: readonly DescribedCause[];
    counts: FollowedUp;
    byId: ReadonlyMap<string, ExceptionRow>;
  },
): Promise<void> {
  const { found, step, row, causes, counts, byId } = about;
  if (step.kind === 'raise') {
    const accepted = byId.get(step.afterAcceptedId ?? '');
    if (accepted !== undefined) await saveException(context, tx, accepted, { isTolerated: false });
    if (await raise(context, tx, found, factsOf(found, step.place, causes))) counts.raisedCount += 1;
    return;
  }
  if (row === null) return;
  if ('place' in step) await refresh(context, tx, found, row, factsOf(found, step.place, causes));
  if (step.kind === 'wake') await wake(context, tx, row, 'It got worse while it slept.');
  if (step.kind === 'reopen') await reopen(context, tx, row);
  if (step.kind === 'count') {
    counts.waitingCount += 1;
    await tx.query('update exceptions set in_bounds_count = $2 where id = $1', [
      row.exceptionId,
      step.inBoundsCount,
    ]);
  }
  if (step.kind === 'forget') await saveException(context, tx, row, { isTolerated: false });
  if (step.kind === 'clear') {
    await end(context, tx, row, 'clear');
    counts.clearedCount += 1;
  }
  if (step.kind === 'close') {
    await end(context, tx, row, 'close');
    counts.closedCount += 1;
  }
}
