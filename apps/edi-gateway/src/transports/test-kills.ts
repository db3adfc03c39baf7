import { expect } from 'vitest';
import { agreement, agreementId } from '../test-gateway.ts';
import { call, type House, type Houses, type Running } from '../test-process.ts';

/** For tests only. */
export const long = { timeoutMs: 60_000 };

/** A house with the agreement, set up by a gateway that ended in peace. */
export async function openPartner(
  { openHouse, start }: Houses,
  changes: Record<string, unknown>,
  setUp: (running: Running) => Promise<void> = async () => undefined,
): Promise<House> {
  const house = await openHouse({ GATEWAY_SFTP_PORT: '0' });
  const first = await start(house);
  const put = await call(first.url, 'PUT', `/agreements/${agreementId}`, { ...agreement, ...changes });
  expect(put.status, await put.clone().text()).toBe(201);
  await setUp(first);
  first.child.kill('SIGTERM');
  await first.ended;
  return house;
}
/** The orders whose confirmations have arrived at the server. */
export const confirmed = (house: House): string[] =>
  house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? [body.poNumber] : [],
  );
/** What the server was told about deliveries. */
export const reports = (house: House): string[] =>
  house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'delivery-report' ? [body.status] : [],
  );
