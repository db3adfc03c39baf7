import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { initTRPC } from '@trpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../test-app.ts';
import { carryOutOnce } from './carry-out-once.ts';
import type { Context, JsonObject } from './context.ts';
import type { Followed } from './realtime.ts';
import { assertEveryProcedureDeclaresPermission } from './trpc.ts';

let app: TestApp;
const buyerId = newId<OrganisationId>();
const supplierId = newId<OrganisationId>();
const strangerId = newId<OrganisationId>();

beforeAll(async () => {
  app = await startTestApp();
  await app.start();
  for (const organisationId of [buyerId, supplierId, strangerId]) {
    await app.accounts.createOrganisationAccount({ organisationId, name: `Organisation ${organisationId}` });
  }
});
afterAll(() => app?.remove());

const contextOf = (organisationId: OrganisationId): Context =>
  app.contextFor(app.actorOf(organisationId, 'admin'));

const tell = (id: string, payload: JsonObject = {}) =>
  contextOf(buyerId).db.transaction((tx) =>
    tx.publish({
      type: 'test.thing-happened',
      audience: [buyerId, supplierId],
      subject: { kind: 'thing', id },
      payload,
    }),
  );

/** Follows the stream as pages do, until as many things as wanted have arrived. */
async function follow(
  organisationId: OrganisationId,
  position: number | null,
  count: number,
  begin = async () => {},
) {
  const { feed } = app.requestContextFor(app.actorOf(organisationId, 'buyer')).parts;
  const stop = new AbortController();
  const seen: Followed[] = [];
  const following = (async () => {
    for await (const followed of feed.follow({ organisationId, position, signal: stop.signal })) {
      seen.push(followed);
      if (seen.filter(({ kind }) => kind === 'event').length >= count) break;
    }
  })();
  await begin();
  await Promise.race([following, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
  stop.abort();
  return seen;
}

const subjectsOf = (seen: readonly Followed[]): string[] =>
  seen.flatMap((followed) => (followed.kind === 'event' ? [followed.event.subject.id] : []));

test('events of a transaction are told after its commit, to its audience only, and not at all after a rollback', async () => {
  const told = await follow(supplierId, null, 2, async () => {
    await tell('first');
    await contextOf(buyerId)
      .db.transaction(async (tx) => {
        await tx.publish({
          type: 'test.lost',
          audience: [supplierId],
          subject: { kind: 'thing', id: 'never' },
          payload: {},
        });
        throw new Error('the transaction fails');
      })
      .catch(() => undefined);
    await tell('second');
  });
  expect(subjectsOf(told)).toEqual(['first', 'second']);
  expect(told[0]?.kind).toBe('start');
  const stranger = await Promise.race([
    follow(strangerId, 0, 1),
    new Promise<Followed[]>((resolve) => setTimeout(() => resolve([]), 500)),
  ]);
  expect(subjectsOf(stranger)).toEqual([]);
});

test('a page that was away goes on after its last position without a hole and without a repetition', async () => {
  const [first] = await follow(buyerId, null, 1, () => tell('before'));
  const position = first?.kind === 'start' ? first.position : 0;
  for (let number = 0; number < 30; number++) await tell(`away ${number}`);
  const seen = await follow(buyerId, position + 1, 31, () => tell('back'));
  expect(subjectsOf(seen)).toEqual([...Array.from({ length: 30 }, (_, number) => `away ${number}`), 'back']);
});

test('events of many writers at once are each told once, in an order that every follower shares', async () => {
  const writers = Array.from({ length: 8 }, (_, writer) => writer);
  const writeAll = async () => {
    await Promise.all(
      writers.map(async (writer) => {
        for (let number = 0; number < 10; number++) await tell(`${writer}-${number}`);
      }),
    );
  };
  const both = await Promise.all([follow(buyerId, null, 80, writeAll), follow(supplierId, null, 80)]);
  const [left, right] = both.map(subjectsOf);
  expect(left).toEqual(right);
  expect(new Set(left).size).toBe(80);
  for (const writer of writers) {
    const own = (left ?? []).filter((id) => id.startsWith(`${writer}-`));
    expect(own).toEqual(Array.from({ length: 10 }, (_, number) => `${writer}-${number}`));
  }
});

test('a keyed command runs once for 32 callers at the same moment, and all get its answer', async () => {
  const context = contextOf(buyerId);
  let runCount = 0;
  const call = (body: object) =>
    carryOutOnce({
      context,
      scope: 'test',
      key: 'one key',
      body,
      run: (bound) =>
        bound.db.transaction(async (tx) => {
          const [row] = await tx.query<{ number: number }>(
            'select count(*)::int + 1 as number from platform.documents',
          );
          await tx.sendDocument({
            documentType: 'purchase-order',
            receiverOrganisationId: supplierId,
            body: {},
            subject: { kind: 'thing', id: 'once' },
          });
          runCount += 1;
          return { number: row?.number };
        }),
    });
  const answers = await Promise.all(Array.from({ length: 32 }, () => call({ quantity: 1, unit: 'CS' })));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(runCount).toBe(1);
  expect(await call({ unit: 'CS', quantity: 1 })).toEqual(answers[0]);
  await expect(call({ quantity: 2, unit: 'CS' })).rejects.toMatchObject({
    code: 'platform.key-used-for-other-content',
  });
});

test('a command that was refused may be tried again with the same key', async () => {
  const context = contextOf(buyerId);
  let isFirst = true;
  const call = () =>
    carryOutOnce({
      context,
      scope: 'test',
      key: 'tried again',
      body: {},
      run: (bound) =>
        bound.db.transaction(async () => {
          if (isFirst) {
            isFirst = false;
            throw new Error('not yet');
          }
          return 'done';
        }),
    });
  await expect(call()).rejects.toThrow('not yet');
  expect(await call()).toBe('done');
});

test('the audit record cannot be changed by the application, and a change behind its back is located', async () => {
  const context = contextOf(buyerId);
  await Promise.all(
    Array.from({ length: 20 }, (_, number) =>
      context.db.transaction((tx) =>
        tx.audit({
          command: 'test.change',
          subject: { kind: 'thing', id: String(number) },
          after: { number },
        }),
      ),
    ),
  );
  const caller = app.createCaller(app.actorOf(buyerId, 'admin'));
  const { rows } = await caller.audit.list({ limit: 200 });
  expect(rows.map(({ entryNumber }) => entryNumber)).toEqual(
    Array.from({ length: 20 }, (_, index) => 20 - index),
  );
  expect(await caller.audit.verify()).toEqual({ entryCount: 20, firstBrokenNumber: null, isIntact: true });
  for (const sql of [
    `update platform.audit_entries set reason = 'forged'`,
    'delete from platform.audit_entries',
    'truncate platform.audit_entries',
  ]) {
    await expect(
      context.db.transaction((tx) => tx.query(sql)),
      sql,
    ).rejects.toThrow(/permission denied/);
    await expect(app.database.asOwner(sql), sql).rejects.toThrow(/never changed or removed/);
  }
  await app.database.asOwner(`
    alter table platform.audit_entries disable trigger all;
    update platform.audit_entries set after = '{"number": 99}' where org_id = '${buyerId}' and entry_number = 7;
    alter table platform.audit_entries enable trigger all`);
  expect(await caller.audit.verify()).toMatchObject({ firstBrokenNumber: 7, isIntact: false });
  expect((await app.createCaller(app.actorOf(supplierId, 'admin')).audit.list({})).rows).toEqual([]);
});

test('nothing is queued in another organisation’s name, and an undeclared job is refused', async () => {
  const context = contextOf(buyerId);
  await expect(context.db.transaction((tx) => tx.enqueue('test.unknown', {}))).rejects.toThrow(
    'not declared',
  );
  await expect(
    context.db.transaction((tx) => tx.query('insert into graphile_worker._private_jobs default values')),
  ).rejects.toThrow(/permission denied/);
  await expect(
    context.db.transaction((tx) =>
      tx.query(
        `insert into platform.outbox (org_id, type, audience, subject_kind, subject_id, payload, at)
         values ($1, 'x', array[$1::uuid], 'x', 'x', '{}', now())`,
        [supplierId],
      ),
    ),
  ).rejects.toThrow(/row-level security/);
});

test('a document is undeliverable where there is no gateway, and its subject is told', async () => {
  const told = await follow(buyerId, null, 1, async () => {
    await contextOf(buyerId).db.transaction((tx) =>
      tx.sendDocument({
        documentType: 'purchase-order',
        receiverOrganisationId: supplierId,
        body: {},
        subject: { kind: 'order', id: 'an order' },
      }),
    );
  });
  const event = told.find((followed) => followed.kind === 'event')?.event;
  expect(event).toMatchObject({ type: 'platform.document-undeliverable', subject: { kind: 'order' } });
});

test('the queue’s runs are recorded with their result', async () => {
  const runs = await until('a run is recorded', async () => {
    const rows = await app.database.asOwner(`select * from platform.job_runs where state = 'done'`);
    return rows.length > 0 && rows;
  });
  expect(runs[0]).toMatchObject({ job: 'platform.send-document', attempt: 1 });
});

test('a procedure that was built without a permission stops the start', () => {
  const t = initTRPC.create();
  const open = t.router({ leak: t.procedure.query(() => 'everything') });
  expect(() => assertEveryProcedureDeclaresPermission(open)).toThrow('procedure leak declares no permission');
});
