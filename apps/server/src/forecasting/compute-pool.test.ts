import { expect, test } from 'vitest';
import { startComputePool } from './compute-pool.ts';
import { keepInFlight } from './in-flight.ts';

const moduleUrl = new URL('./forecast-batch.ts', import.meta.url);

test('a batch that fails in its thread fails the caller with the reason, and the thread goes on', async () => {
  const pool = startComputePool({ moduleUrl, threadCount: 1 });
  const bytes = (text: string) => new TextEncoder().encode(text);
  await expect(pool.compute(bytes('no JSON'))).rejects.toThrow(/JSON/);
  const empty = { parameters: {}, series: [] };
  expect(new TextDecoder().decode(await pool.compute(bytes(JSON.stringify(empty))))).toBe('[]');
  await pool.close();
});

test('work that is under way when the pool closes fails instead of waiting for ever', async () => {
  const pool = startComputePool({ moduleUrl, threadCount: 1 });
  const waiting = pool.compute(new TextEncoder().encode('{"series":[]}'));
  const told = expect(waiting).rejects.toThrow(/ended before it answered/);
  await pool.close();
  await told;
  await expect(pool.compute(new Uint8Array(1))).rejects.toThrow(/closed/);
});

test('no more is under way than was allowed, and all is done in the end', async () => {
  const inFlight = keepInFlight(2);
  const done: number[] = [];
  let underWay = 0;
  let underWayMax = 0;
  const work = async (number: number): Promise<void> => {
    underWay += 1;
    underWayMax = Math.max(underWayMax, underWay);
    await new Promise((resolve) => setTimeout(resolve, 5 + (number % 3)));
    underWay -= 1;
    done.push(number);
  };
  for (let number = 0; number < 12; number++) await inFlight.add(work(number));
  await inFlight.done();
  expect(done.sort((left, right) => left - right)).toEqual(Array.from({ length: 12 }, (_, index) => index));
  expect(underWayMax).toBeLessThanOrEqual(3);
});

test('the first failure stops whoever adds work, and nobody waits for what will never end', async () => {
  const inFlight = keepInFlight(0);
  const adding = inFlight.add(Promise.reject(new Error('the first')));
  await expect(adding).rejects.toThrow('the first');
  await expect(inFlight.add(Promise.resolve())).rejects.toThrow('the first');
  await expect(inFlight.done()).rejects.toThrow('the first');
  await inFlight.settled();
});
