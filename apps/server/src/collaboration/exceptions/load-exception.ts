import {
  type CauseKind,
  type Criterion,
  type ExceptionState,
  exceptionLifecycle,
  type ForecastPurpose,
  type ResolutionCode,
  type Side,
} from '@coplan/collaboration';
import { nextState, type OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Actor, Context, Database, Transaction } from '../../platform/index.ts';
import { exceptionChanged, exceptionEventNotAllowed, exceptionNotFound } from './exceptions.errors.ts';
import { exceptionNews } from './exceptions.events.ts';

/** Values agreed cell by cell, thousandths of the base unit. */
export type ResolutionValue = { itemLocationId: string; startsOn: string; valueMilli: number };
export type Proposal = {
  code: ResolutionCode;
  values: ResolutionValue[];
  note: string | null;
  byId: string;
  byName: string;
  at: string;
};
export type Resolution = Proposal & { isDefault: boolean; acceptedByName: string | null; resolvedAt: string };
export type Question = { text: string; byId: string; byName: string; at: string };

export type ExceptionRow = {
  exceptionId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  agreementId: string;
  agreementVersionId: string;
  buyerReads: string[];
  sellerReads: string[];
  evaluationId: string | null;
  criterionCode: string;
  criterion: Criterion | null;
  kind: Criterion['kind'] | 'event' | 'pooled';
  purpose: ForecastPurpose | null;
  isBlocking: boolean;
  priority: 'HIGH' | 'MEDIUM' | 'LOW';
  title: string;
  causeKind: CauseKind;
  causeKey: string;
  causeRef: string | null;
  causeLabel: string;
  owedById: OrganisationId | null;
  state: ExceptionState;
  ownerId: OrganisationId | null;
  ownerUserId: string | null;
  ownerName: string | null;
  respondBy: Date | null;
  escalationLevel: number;
  moneyMinor: number;
  overMinor: number;
  underMinor: number;
  currency: string;
  childCount: number;
  inBoundsCount: number;
  toleratedMinor: number | null;
  isTolerated: boolean;
  snoozedUntil: Date | null;
  question: Question | null;
  proposal: Proposal | null;
  resolution: Resolution | null;
  appliedPlanId: string | null;
  reason: string | null;
  raisedAt: Date;
  changedAt: Date;
  endedAt: Date | null;
  version: number;
};

export const exceptionColumns = `exception.id as "exceptionId", exception.buyer_id as "buyerId",
  exception.supplier_id as "supplierId", exception.agreement_id as "agreementId",
  exception.agreement_version_id as "agreementVersionId", exception.buyer_reads as "buyerReads",
  exception.seller_reads as "sellerReads", exception.evaluation_id as "evaluationId",
  exception.criterion_code as "criterionCode", exception.criterion, exception.kind, exception.purpose, exception.is_blocking as "isBlocking", exception.priority,
  exception.title, exception.cause_kind as "causeKind", exception.cause_key as "causeKey",
  exception.cause_ref as "causeRef", exception.cause_label as "causeLabel", exception.owed_by_id as "owedById",
  exception.state, exception.owner_id as "ownerId", exception.owner_user_id as "ownerUserId",
  exception.owner_name as "ownerName", exception.respond_by as "respondBy",
  exception.escalation_level as "escalationLevel", exception.money_minor as "moneyMinor",
  exception.over_minor as "overMinor", exception.under_minor as "underMinor", exception.currency,
  exception.child_count as "childCount", exception.in_bounds_count as "inBoundsCount",
  exception.tolerated_minor as "toleratedMinor", exception.is_tolerated as "isTolerated",
  exception.snoozed_until as "snoozedUntil", exception.question, exception.proposal, exception.resolution,
  exception.applied_plan_id as "appliedPlanId", exception.reason, exception.raised_at as "raisedAt",
  exception.changed_at as "changedAt", exception.ended_at as "endedAt", exception.version`;

const findOne = `select ${exceptionColumns} from exceptions exception where exception.id = $1`;
const lockOne = `${findOne} for update`;

/** Throws `DomainError` (not-found) where it is another's, or a measure that it shows is not shared. */
export async function getExceptionRow(
  source: Database | Transaction,
  exceptionId: string,
): Promise<ExceptionRow> {
  const [row] = await rowsOf<ExceptionRow>(source, findOne, [exceptionId]);
  if (row === undefined) throw exceptionNotFound(exceptionId);
  return row;
}

/** The same, held until the transaction ends and as its reader saw it. */
export async function lockException(
  tx: Transaction,
  { exceptionId, expectedVersion }: { exceptionId: string; expectedVersion?: number | undefined },
): Promise<ExceptionRow> {
  const [row] = await tx.query<ExceptionRow>(lockOne, [exceptionId]);
  if (row === undefined) throw exceptionNotFound(exceptionId);
  if (expectedVersion !== undefined && row.version !== expectedVersion) {
    throw exceptionChanged({ exceptionId, expectedVersion, version: row.version });
  }
  return row;
}

export const sideOf = (row: Pick<ExceptionRow, 'buyerId'>, organisationId: string): Side =>
  row.buyerId === organisationId ? 'buyer' : 'seller';
export const partnerOf = (
  { buyerId, supplierId }: Pick<ExceptionRow, 'buyerId' | 'supplierId'>,
  organisationId: string,
): OrganisationId => (buyerId === organisationId ? supplierId : buyerId);

type Changes = Partial<
  Pick<
    ExceptionRow,
    | 'ownerId'
    | 'ownerUserId'
    | 'ownerName'
    | 'respondBy'
    | 'escalationLevel'
    | 'inBoundsCount'
    | 'toleratedMinor'
    | 'isTolerated'
    | 'snoozedUntil'
    | 'question'
    | 'proposal'
    | 'resolution'
    | 'appliedPlanId'
    | 'reason'
  >
>;

const write = `
update exceptions set state = $2, owner_id = $3, owner_user_id = $4, owner_name = $5, respond_by = $6,
  escalation_level = $7, in_bounds_count = $8, tolerated_minor = $9, is_tolerated = $10, snoozed_until = $11,
  question = $12, proposal = $13, resolution = $14, applied_plan_id = $15, reason = $16, changed_at = $17,
  ended_at = $18, version = version + 1
where id = $1 returning version`;

const ended: ReadonlySet<string> = new Set(['self-cleared', 'accepted', 'closed']);
const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

/** Writes changes that leave the state as it is. */
export async function saveException(
  { clock }: Pick<Context, 'clock'>,
  tx: Transaction,
  row: ExceptionRow,
  changes: Changes & { state?: ExceptionState },
): Promise<ExceptionRow> {
  const next = { ...row, ...changes, changedAt: clock.now() };
  if (ended.has(next.state) && next.endedAt === null) next.endedAt = next.changedAt;
  const [saved] = await tx.query<{ version: number }>(write, [
    next.exceptionId,
    next.state,
    next.ownerId,
    next.ownerUserId,
    next.ownerName,
    next.respondBy,
    next.escalationLevel,
    next.inBoundsCount,
    next.toleratedMinor,
    next.isTolerated,
    next.snoozedUntil,
    json(next.question),
    json(next.proposal),
    json(next.resolution),
    next.appliedPlanId,
    next.reason,
    next.changedAt,
    next.endedAt,
  ]);
  if (saved === undefined) throw exceptionNotFound(row.exceptionId);
  return { ...next, version: saved.version };
}

export type ExceptionEvent = {
  [State in ExceptionState]: keyof (typeof exceptionLifecycle.table)[State];
}[ExceptionState];

/** The only way to change an exception's state. Throws `DomainError` (not-allowed) where its life does not allow it. */
export function moveException(
  context: Pick<Context, 'clock'>,
  tx: Transaction,
  row: ExceptionRow,
  { event, ...changes }: Changes & { event: ExceptionEvent },
): Promise<ExceptionRow> {
  const next = nextState(exceptionLifecycle, row.state, event as never);
  if (next === undefined) {
    throw exceptionEventNotAllowed({ exceptionId: row.exceptionId, state: row.state, event });
  }
  return saveException(context, tx, row, { ...changes, state: next });
}

const log = `
insert into exception_events (id, buyer_id, supplier_id, exception_id, at, type, text, actor_org_id, actor_name, details)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** One line of the exception's history, and the news to whoever may see it. */
export async function tellException(
  context: Pick<Context, 'clock' | 'newId'> & { actor: Pick<Actor, 'organisationId' | 'name' | 'kind'> },
  tx: Transaction,
  row: ExceptionRow,
  { type, text, details = {} }: { type: string; text: string; details?: object },
): Promise<void> {
  const { actor, clock, newId } = context;
  await tx.query(log, [
    newId(),
    row.buyerId,
    row.supplierId,
    row.exceptionId,
    clock.now(),
    type,
    text,
    actor.kind === 'job' ? null : actor.organisationId,
    actor.kind === 'job' ? 'Coplan' : actor.name,
    JSON.stringify(details),
  ]);
  await tx.publish(
    exceptionNews({
      exceptionId: row.exceptionId,
      agreementId: row.agreementId,
      state: row.state,
      audience: await audienceOf(tx, row),
    }),
  );
}

const readers = `
select party.id from (values ($1::uuid, $3::text[]), ($2::uuid, $4::text[])) as party (id, reads)
where party.reads <@ array(select rule.measure from sharing_rules rule
  where rule.reader_id = party.id and rule.agreement_id = $5 and rule.closed_at is null)`;

/** The parties that may see it now. */
export async function audienceOf(
  tx: Transaction,
  row: Pick<ExceptionRow, 'buyerId' | 'supplierId' | 'buyerReads' | 'sellerReads' | 'agreementId'>,
): Promise<OrganisationId[]> {
  const { buyerId, supplierId, buyerReads, sellerReads, agreementId } = row;
  const found = await tx.query<{ id: OrganisationId }>(readers, [
    buyerId,
    supplierId,
    buyerReads,
    sellerReads,
    agreementId,
  ]);
  return found.map(({ id }) => id);
}
