import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@coplan/kernel';
import type { BoundDatabase } from './bind-database.ts';
import type { Context, Transaction } from './context.ts';

/** A command with the caller's key: the same key and body is carried out once and answered the same again. */
export type KeyedCommand<Answer> = {
  context: Context;
  /** Which command, e.g. the procedure's path. */
  scope: string;
  key: string;
  body: unknown;
  /** Who the key belongs to; the actor unless said otherwise. */
  actorKey?: string;
  /** What will be answered, where that is known before: it is kept with the effect, in the same transaction. */
  answerAhead?: Answer;
  run(context: Context): Promise<Answer>;
};

/** Thrown by the first transaction of a command that another request has carried out meanwhile. */
class AlreadyCarriedOut extends Error {}

const isAlreadyCarriedOut = (thrown: unknown): boolean => {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 6; error = error.cause, depth++) {
    if (error instanceof AlreadyCarriedOut) return true;
  }
  return false;
};

const keyLengthMax = 200;
/** No input of ours is nested this deep; beyond it a body would only exhaust the stack. */
const depthMax = 64;

/** A key that is too long is refused: carried out without it, a repetition would have its effect twice. */
function refuseLongKey(key: string): void {
  if (key.length <= keyLengthMax) return;
  const text = `An idempotency key has at most ${keyLengthMax} characters`;
  throw new DomainError('invalid', 'platform.key-too-long', { keyLengthMax }, text);
}

function sorted(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (depth > depthMax) {
    const text = `The body is nested more than ${depthMax} levels deep`;
    throw new DomainError('invalid', 'platform.too-deep', { depthMax }, text);
  }
  if (Array.isArray(value)) return value.map((inner) => sorted(inner, depth + 1));
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner, depth + 1)]));
}

/** SHA-256 of a body, whatever the order of its fields. */
export const hashBody = (body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(body)) ?? 'undefined')
    .digest('hex');

type CommandRow = { bodyHash: string; answer: unknown; isAnswered: boolean };

const findCommand = `
select body_hash as "bodyHash", answer, answer is not null as "isAnswered"
from platform.commands where org_id = $1 and actor = $2 and scope = $3 and key = $4`;

const insertCommand = `
insert into platform.commands (org_id, actor, scope, key, body_hash, created_at, answer)
values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning key`;

const storeAnswer = `
insert into platform.commands (org_id, actor, scope, key, body_hash, created_at, answer)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (org_id, actor, scope, key) do update set answer = excluded.answer
where platform.commands.answer is null returning key`;

const waitMs = 100;
const waitsMax = 30;

async function findAnswer<Answer>(
  { context, key, scope }: KeyedCommand<Answer>,
  identity: readonly unknown[],
  bodyHash: string,
): Promise<{ answer: Answer } | undefined> {
  for (let waits = 0; ; waits++) {
    const [row] = await context.db.read<CommandRow>(findCommand, identity);
    if (row === undefined) return undefined;
    if (row.bodyHash !== bodyHash) {
      throw new DomainError(
        'conflict',
        'platform.key-used-for-other-content',
        { key, scope },
        'This idempotency key was used before with other content: send a new key',
      );
    }
    if (row.isAnswered) return { answer: (row.answer as { answer: Answer }).answer };
    if (waits === waitsMax) {
      throw new DomainError(
        'conflict',
        'platform.answer-lost',
        { key, scope },
        'This command was carried out, but its answer is not available: look at the present state',
      );
    }
    await pause(waitMs);
  }
}

/**
 * Carries a command out at most once per key. The record of the key is written by the command's first transaction,
 * so it is there exactly when the effect is, whatever the process dies of; the answer comes with it or follows.
 * Same key and body: the first answer. Same key, other body: `conflict`.
 */
export async function carryOutOnce<Answer>(command: KeyedCommand<Answer>): Promise<Answer> {
  const { context, scope, key, body, answerAhead } = command;
  refuseLongKey(key);
  const { actor, clock } = context;
  const identity = [actor.organisationId, command.actorKey ?? actor.userId ?? actor.name, scope, key];
  const bodyHash = hashBody(body);
  const earlier = await findAnswer(command, identity, bodyHash);
  if (earlier !== undefined) return earlier.answer;

  const ahead = answerAhead === undefined ? null : JSON.stringify({ answer: answerAhead });
  let isAnswered = false;
  const firstStep = async (tx: Transaction): Promise<void> => {
    const inserted = await tx.query(insertCommand, [...identity, bodyHash, clock.now(), ahead]);
    if (inserted.length === 0) throw new AlreadyCarriedOut();
    isAnswered = ahead !== null;
  };
  let answer: Answer;
  try {
    answer = await command.run({ ...context, db: (context.db as BoundDatabase).beginningWith(firstStep) });
  } catch (error) {
    if (!isAlreadyCarriedOut(error)) throw error;
    const meanwhile = await findAnswer(command, identity, bodyHash);
    if (meanwhile === undefined) throw error;
    return meanwhile.answer;
  }
  if (isAnswered) return answer;
  const answered = [...identity, bodyHash, clock.now(), JSON.stringify({ answer })];
  await context.db.transaction((tx) => tx.query(storeAnswer, answered));
  return answer;
}

/** A command of a batch whose answer is known ahead. */
export type BatchedCommand = { key: string; bodyHash: string };

export type BatchState = 'fresh' | 'done' | 'other-content';

const findCommands = `
select key, body_hash as "bodyHash" from platform.commands
where org_id = $1 and actor = $2 and scope = $3 and key = any ($4::text[])`;

const insertCommands = `
insert into platform.commands (org_id, actor, scope, key, body_hash, created_at, answer)
select $1, $2, $3, given.key, given."bodyHash", $4, given.answer
from jsonb_to_recordset($5::jsonb) as given(key text, "bodyHash" text, answer jsonb)
on conflict do nothing returning key`;

/** Which commands of a batch were carried out before, each with the same content or another. */
export async function findCarriedOut(
  { db, actor }: Context,
  { scope, commands }: { scope: string; commands: readonly BatchedCommand[] },
): Promise<BatchState[]> {
  const keys = commands.map(({ key }) => key);
  const rows = await db.read<{ key: string; bodyHash: string }>(findCommands, [
    ...[actor.organisationId, scope, scope],
    keys,
  ]);
  const hashes = new Map(rows.map(({ key, bodyHash }) => [key, bodyHash]));
  return commands.map(({ key, bodyHash }) => {
    const known = hashes.get(key);
    return known === undefined ? 'fresh' : known === bodyHash ? 'done' : 'other-content';
  });
}

/**
 * Carries out a batch of commands in one transaction with their records and answers: all or none. Throws when one of
 * them has been carried out meanwhile. `scope` is also who the keys belong to.
 */
export async function carryOutTogether(
  context: Context,
  about: { scope: string; commands: readonly (BatchedCommand & { answer: unknown })[] },
  run: (context: Context) => Promise<unknown>,
): Promise<void> {
  const { actor, clock, db } = context;
  const { scope, commands } = about;
  const rows = commands.map(({ answer, ...command }) => ({ ...command, answer: { answer } }));
  const firstStep = async (tx: Transaction): Promise<void> => {
    const values = [actor.organisationId, scope, scope, clock.now(), JSON.stringify(rows)];
    const inserted = await tx.query(insertCommands, values);
    if (inserted.length < commands.length) throw new AlreadyCarriedOut();
  };
  await run({ ...context, db: (db as BoundDatabase).beginningWith(firstStep) });
}
