import { createLog } from '@coplan/platform';
import { createTestDatabase, type TestDatabase } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayDatabase, openDatabase } from '../database.ts';
import { deskRole, gatewayRole, migrations } from '../migrations.ts';
import { agreementId, buyer, supplier } from '../test-gateway.ts';
import { nextControlNumber } from './control-numbers.ts';

let database: TestDatabase;
let sql: GatewayDatabase;
beforeAll(async () => {
  const seedSql = `insert into agreements (agreement_id, local_organisation_id, partner_organisation_id, name, inbox, outbox,
      envelope, profile, usage, duplicate_policy, acknowledgement_due_minutes, changed_at)
    values ('${agreementId}', '${buyer}', '${supplier}', 'x', 'i', 'o', '{}', '{}', 'test', 'ignore', 1, now())`;
  database = await createTestDatabase({ migrations, roles: [gatewayRole, deskRole], seedSql });
  sql = openDatabase({
    url: database.urlFor(gatewayRole),
    log: createLog({ name: 'test', level: 'silent' }),
  });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const kind = 'interchange';

test('16 writers, some of which fail, leave neither a gap nor a double', async () => {
  const given: number[] = [];
  const writer = async (writerIndex: number): Promise<void> => {
    for (let turn = 0; turn < 25; turn++) {
      const number = await sql
        .transaction(async (transaction) => {
          const next = await nextControlNumber(transaction, { agreementId, kind });
          if ((writerIndex + turn) % 5 === 0) throw new Error('the writer fails after taking a number');
          return next;
        })
        .catch(() => undefined);
      if (number !== undefined) given.push(number);
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, index) => writer(index)));
  given.sort((left, right) => left - right);
  expect(given).toEqual(Array.from({ length: 320 }, (_, index) => index + 1));
});

test('after the highest number the count starts again at one', async () => {
  await database.asOwner('update control_numbers set last_number = 999999999');
  expect(await sql.transaction((transaction) => nextControlNumber(transaction, { agreementId, kind }))).toBe(
    1,
  );
});

test('the app can neither delete what it archived nor change its bytes', async () => {
  await expect(sql.query('delete from messages')).rejects.toThrow('permission denied');
  await expect(sql.query("update interchanges set bytes = ''")).rejects.toThrow('permission denied');
});
