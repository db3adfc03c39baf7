import { createFakeClock } from '@coplan/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../test-app.ts';
import { createGuessLimit, type GuessLimit } from './guess-limit.ts';

let app: TestApp;
let pool: pg.Pool;
let limit: GuessLimit;
const clock = createFakeClock();

beforeAll(async () => {
  app = await startTestApp();
  pool = new pg.Pool({
    connectionString: app.database.urlFor('coplan_auth'),
    options: '-c search_path=auth',
  });
  limit = createGuessLimit({ pool, clock });
});
afterAll(async () => {
  await pool?.end();
  await app?.remove();
});

async function guess(email: string, address: string, times: number): Promise<number> {
  let allowedCount = 0;
  for (let time = 0; time < times; time++) {
    if (!(await limit.mayTry({ email, address }))) continue;
    allowedCount += 1;
    await limit.record({ email, address, isSuccess: false });
  }
  return allowedCount;
}

test('one address tries ten passwords an hour, however the address of the account is written', async () => {
  expect(await guess('buyer@one.example', '192.0.2.1', 7)).toBe(7);
  expect(await guess(' Buyer@One.example', '192.0.2.1', 7)).toBe(3);
  clock.advanceMs(3_600_001);
  expect(await guess('buyer@one.example', '192.0.2.1', 20)).toBe(10);
});

test('many addresses together try fifty, and yet the owner gets in from where they have been before', async () => {
  const email = 'owner@two.example';
  await limit.record({ email, address: '198.51.100.7', isSuccess: true });
  let allowedCount = 0;
  for (let host = 1; host <= 30; host++) allowedCount += await guess(email, `192.0.2.${host}`, 5);
  expect(allowedCount).toBe(50);
  expect(await limit.mayTry({ email, address: '192.0.2.99' })).toBe(false);
  expect(await limit.mayTry({ email, address: '198.51.100.7' })).toBe(true);
});

test('over the network the eleventh wrong password is refused before it is looked at', async () => {
  const limited = await startTestApp({ isRateLimited: true });
  const { url } = await limited.start();
  const statuses: number[] = [];
  for (let time = 0; time < 12; time++) {
    const response = await fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email: 'nobody@three.example', password: 'a wrong password' }),
    });
    statuses.push(response.status);
  }
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
  expect(statuses.slice(10)).toEqual([429, 429]);
  await limited.remove();
});
