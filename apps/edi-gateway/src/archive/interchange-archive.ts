import { assert, type Lifecycle, nextState } from '@coplan/kernel';
import type { Agreement, AgreementInForce } from '../agreements/agreement.ts';
import type { SendingWay } from '../agreements/transport-settings.ts';
import type { Sql } from '../database.ts';
import { derivedId, sha256 } from '../ids.ts';
import { receivedLifecycle, sentLifecycle } from './lifecycles.ts';

export type ArchivedInterchange = {
  interchangeId: string;
  agreementId: string;
  fileName: string;
  bytes: Buffer;
  sha256: string;
  controlNumber: string | null;
  state: string;
  attemptCount: number;
  /** Of a staged file: where it was laid, in the words of the way that did it. */
  stagedPlace: string | null;
  /** The message whose repaired copy this is. */
  repairsMessageId: string | null;
};

const columns = `interchange_id as "interchangeId", agreement_id as "agreementId", file_name as "fileName", bytes, sha256,
  control_number as "controlNumber", state, attempt_count as "attemptCount", staged_place as "stagedPlace",
  repairs_message_id as "repairsMessageId"`;

/** Keeps a partner's bytes for good. The same claimed file again changes nothing. */
export async function archiveReceived(
  sql: Sql,
  { agreementId, fileName, bytes, now }: { agreementId: string; fileName: string; bytes: Buffer; now: Date },
): Promise<string> {
  const interchangeId = derivedId('received', agreementId, fileName);
  await sql.query(
    `insert into interchanges (interchange_id, agreement_id, direction, file_name, bytes, sha256, state,
       next_attempt_at, recorded_at)
     values ($1, $2, 'in', $3, $4, $5, $6, $7, $7) on conflict do nothing`,
    [interchangeId, agreementId, fileName, bytes, sha256(bytes), receivedLifecycle.initial, now],
  );
  return interchangeId;
}

/** Keeps a person's repaired copy beside the original; it is read like a file that came. */
export async function archiveRepaired(
  sql: Sql,
  about: {
    interchangeId: string;
    agreementId: string;
    fileName: string;
    bytes: Buffer;
    repairsMessageId: string;
    now: Date;
  },
): Promise<void> {
  const { interchangeId, agreementId, fileName, bytes, repairsMessageId, now } = about;
  await sql.query(
    `insert into interchanges (interchange_id, agreement_id, direction, file_name, bytes, sha256, repairs_message_id, state,
       next_attempt_at, recorded_at)
     values ($1, $2, 'in', $3, $4, $5, $6, $7, $8, $8)`,
    [
      ...[interchangeId, agreementId, fileName, bytes, sha256(bytes), repairsMessageId],
      ...[receivedLifecycle.initial, now],
    ],
  );
}

/** Keeps a file of ours before it is written anywhere; `controlNumber` is unique per agreement. */
export async function archiveSent(
  sql: Sql,
  about: {
    interchangeId: string;
    agreementId: string;
    fileName: string;
    bytes: Uint8Array;
    controlNumber: string;
    resendOf?: string;
    now: Date;
  },
): Promise<void> {
  const bytes = Buffer.from(about.bytes);
  await sql.query(
    `insert into interchanges (interchange_id, agreement_id, direction, file_name, bytes, sha256, control_number,
       resend_of, state, next_attempt_at, recorded_at)
     values ($1, $2, 'out', $3, $4, $5, $6, $7, $8, $9, $9)`,
    [
      ...[about.interchangeId, about.agreementId, about.fileName, bytes, sha256(bytes), about.controlNumber],
      ...[about.resendOf ?? null, sentLifecycle.initial, about.now],
    ],
  );
}

export const filesPerTurnMax = 20;
type Claim = { interchangeId: string; way: SendingWay; now: Date };

/**
 * Files of one agreement in one of these states whose time has come, oldest first; a page. Where the order is kept, one
 * that waits for its next try holds back those after it. None when another edition of the agreement is in force.
 */
export function listDue(
  sql: Sql,
  {
    agreement: { agreementId, edition, keepsOrder },
    states,
    now,
  }: { agreement: AgreementInForce; states: readonly string[]; now: Date },
): Promise<ArchivedInterchange[]> {
  return sql.query(
    `select ${columns} from interchanges
     where agreement_id = $1 and state = any($2) and next_attempt_at <= $3
       and exists (select 1 from agreements where agreement_id = $1 and edition = $6)
       and (not $5::boolean or not exists (select 1 from interchanges earlier
         where earlier.agreement_id = $1 and earlier.state = any($2) and earlier.next_attempt_at > $3
           and earlier.position < interchanges.position))
     order by position limit $4`,
    [agreementId, states, now, filesPerTurnMax, keepsOrder, edition],
  );
}

/**
 * Files of an agreement that `way` has to send now, oldest first; a page. What one way has begun it also ends, whatever
 * the agreement says by then: only it can tell whether the partner has the file. (By AS2 the stored message is what is sent
 * from then on.) Where the order is kept, a file waits for those before it, also for those that another way has begun. None
 * when another edition of the agreement is in force.
 */
export function listToSend(
  sql: Sql,
  { agreementId, edition, sendBy, keepsOrder }: AgreementInForce & Pick<Agreement, 'sendBy'>,
  { way, now }: { way: SendingWay; now: Date },
): Promise<ArchivedInterchange[]> {
  return sql.query(
    `select ${columns} from interchanges
     where agreement_id = $1 and next_attempt_at <= $3
       and exists (select 1 from agreements where agreement_id = $1 and edition = $7)
       and ((state = 'numbered' and $5::boolean) or (state = 'staged' and staged_by = $2 and staged_by <> 'as2'))
       and (not $4::boolean or not exists (select 1 from interchanges earlier
         where earlier.agreement_id = $1 and earlier.state in ('numbered', 'staged')
           and earlier.position < interchanges.position
           and (earlier.next_attempt_at > $3 or earlier.state = 'staged' and earlier.staged_by <> $2)))
     order by position limit $6`,
    [agreementId, way, now, keepsOrder, sendBy === way, filesPerTurnMax, edition],
  );
}

/** `way` takes a file for one try until `leaseUntil`; of several gateways one gets it. Counts the try. */
export async function claimInterchange(
  sql: Sql,
  { interchangeId, way, now, leaseUntil }: Claim & { leaseUntil: Date },
): Promise<ArchivedInterchange | undefined> {
  const rows = await sql.query<ArchivedInterchange>(
    `update interchanges set attempt_count = attempt_count + 1, next_attempt_at = $3
     where interchange_id = $1 and (state = 'numbered' or state = 'staged' and staged_by = $4)
       and next_attempt_at <= $2 returning ${columns}`,
    [interchangeId, now, leaseUntil, way],
  );
  return rows[0];
}

/**
 * The file is complete where `way` has laid it, and only the last step is missing; a claimed file stays claimed. Whoever
 * has not claimed it says so, and gets false when another way has, or has staged it meanwhile.
 */
export async function markStaged(
  sql: Sql,
  { interchangeId, way, now, place, isClaimed }: Claim & { place?: string; isClaimed: boolean },
): Promise<boolean> {
  const to = nextState(sentLifecycle, 'numbered', 'stage');
  const rows = await sql.query(
    `update interchanges set state = $2, staged_by = $3, staged_place = $4
     where interchange_id = $1 and state = 'numbered' and ($6::boolean or next_attempt_at <= $5) returning 1`,
    [interchangeId, to, way, place ?? null, now, isClaimed],
  );
  return rows.length === 1;
}

/** A claimed file that was not tried after all. */
export async function giveBackInterchange(sql: Sql, interchangeId: string, now: Date): Promise<void> {
  await sql.query(
    'update interchanges set attempt_count = greatest(attempt_count - 1, 0), next_attempt_at = $2 where interchange_id = $1',
    [interchangeId, now],
  );
}

/** The claimed try failed; the next one comes at `nextAttemptAt`. */
export async function releaseInterchange(
  sql: Sql,
  { interchangeId, nextAttemptAt, why }: { interchangeId: string; nextAttemptAt: Date; why: string },
): Promise<void> {
  await sql.query(
    'update interchanges set next_attempt_at = $2, explanation = $3 where interchange_id = $1',
    [interchangeId, nextAttemptAt, why.slice(0, 2_000)],
  );
}

export async function findInterchange(
  sql: Sql,
  interchangeId: string,
): Promise<ArchivedInterchange | undefined> {
  const rows = await sql.query<ArchivedInterchange>(
    `select ${columns} from interchanges where interchange_id = $1`,
    [interchangeId],
  );
  return rows[0];
}

/** Moves a file along its life cycle. False when somebody else has moved it meanwhile. */
export async function moveInterchange<State extends string, Event extends string>(
  sql: Sql,
  lifecycle: Lifecycle<State, Event>,
  {
    interchangeId,
    from,
    event,
    now,
    explanation = null,
  }: { interchangeId: string; from: State; event: Event; now: Date; explanation?: string | null },
): Promise<boolean> {
  const to = nextState(lifecycle, from, event);
  assert(to !== undefined, `a file that is ${from} cannot ${event}`);
  const rows = await sql.query(
    `update interchanges set state = $3, explanation = $4, ended_at = $5, attempt_count = 0, next_attempt_at = $5
     where interchange_id = $1 and state = $2 returning 1`,
    [interchangeId, from, to, explanation, now],
  );
  return rows.length === 1;
}

/** Counts a failed try; the next one comes at `nextAttemptAt`. */
export async function postponeInterchange(
  sql: Sql,
  { interchangeId, nextAttemptAt, why }: { interchangeId: string; nextAttemptAt: Date; why: string },
): Promise<void> {
  await sql.query(
    `update interchanges set attempt_count = attempt_count + 1, next_attempt_at = $2, explanation = $3
     where interchange_id = $1`,
    [interchangeId, nextAttemptAt, why.slice(0, 2_000)],
  );
}
