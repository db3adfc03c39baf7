import { expect } from 'vitest';
import { agreement, agreementId } from '../test-gateway.ts';
import { call, type House, type Houses, type Running } from '../test-process.ts';

/** For tests only. */
export const long = { timeoutMs: 60_000 };

/** One house for all steps of a file: the gateway that is started after a kill is killed at the next step. */
export type KilledHouse = {
  house: House;
  /** The gateway that lives. */
  current: Running;
  /** Waits for its end and starts the next one. */
  revive(): Promise<void>;
  agree(changes: Record<string, unknown>): Promise<void>;
};

export async function openKilledHouse({ openHouse, start }: Houses): Promise<KilledHouse> {
  const house = await openHouse({ GATEWAY_SFTP_PORT: '0' });
  const held: KilledHouse = {
    house,
    current: await start(house),
    async revive() {
      await held.current.ended;
      held.current = await start(house);
    },
    async agree(changes) {
      const agreed = { ...agreement, ...changes };
      const put = await call(held.current.url, 'PUT', `/agreements/${agreementId}`, agreed);
      expect(put.ok, await put.clone().text()).toBe(true);
    },
  };
  return held;
}
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
/** What the server was told about deliveries, or about that of one document. */
export const reports = (house: House, documentId?: string): string[] =>
  house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'delivery-report' && (documentId ?? body.documentId) === body.documentId
      ? [body.status]
      : [],
  );
