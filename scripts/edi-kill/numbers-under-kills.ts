import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { prepareDatabase } from '@coplan/platform';
import pg from 'pg';
import { gatewayRole, migrations } from '../../apps/edi-gateway/src/migrations.ts';

export type NumbersResult = {
  killCount: number;
  taken: number;
  gaps: number;
  doubles: number;
  seconds: number;
};

const processCount = 4;
const writersPerProcess = 4;
/** Longer than a process takes to start on a busy machine, so that it has written something when it is killed. */
const killEveryMs = 4_000;
const agreementId = '019a0000-0000-7000-8000-0000000000a1';
const insertAgreement = `insert into agreements (agreement_id, local_organisation_id, partner_organisation_id, name, inbox,
    outbox, envelope, profile, usage, duplicate_policy, acknowledgement_due_minutes, changed_at)
  values ($1, '019a0000-0000-7000-8000-0000000000b1', '019a0000-0000-7000-8000-0000000000c1', 'x', 'i', 'o', '{}', '{}',
    'test', 'ignore', 1, now())`;
const countTaken = `select count(*)::int as taken, count(distinct control_number)::int as distinct,
  coalesce(max(control_number::int), 0) as highest from interchanges`;
type Count = { taken: number; distinct: number; highest: number };

/** 16 writers in four processes take `numbersMax` control numbers of one agreement, while one process after another is killed. */
export async function numbersUnderKills(
  { ownerUrl, random }: { ownerUrl: string; random: () => number },
  numbersMax: number,
): Promise<NumbersResult> {
  const prepared = await prepareDatabase({
    ...{ ownerUrl, database: 'coplan_kill_numbers', migrations, roles: [gatewayRole, 'coplan_gateway_desk'] },
  });
  const client = new pg.Client({ connectionString: prepared.ownerUrl });
  await client.connect();
  await client.query(insertAgreement, [agreementId]);
  const start = (): ChildProcess =>
    spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'number-writer.ts'),
        ...[prepared.urlFor(gatewayRole), agreementId, String(numbersMax), String(writersPerProcess)],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  const began = performance.now();
  const children = Array.from({ length: processCount }, start);
  const count = async (): Promise<Count> => (await client.query<Count>(countTaken)).rows[0] as Count;
  let killCount = 0;
  for (;;) {
    await pause(killEveryMs * (0.5 + random()));
    const { taken } = await count();
    if (taken >= numbersMax) break;
    const victim = Math.floor(random() * processCount);
    children[victim]?.kill('SIGKILL');
    killCount += 1;
    children[victim] = start();
  }
  const seconds = (performance.now() - began) / 1_000;
  await Promise.all(
    children.map(
      (child) =>
        (child.exitCode ?? child.signalCode) === null &&
        new Promise((resolve) => child.once('exit', resolve)),
    ),
  );
  const { taken, distinct, highest } = await count();
  await client.end();
  return { killCount, taken, gaps: highest - distinct, doubles: taken - distinct, seconds };
}
