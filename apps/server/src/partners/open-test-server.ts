import type { OrganisationId, UserId } from '@coplan/kernel';
import { createLog, newId } from '@coplan/platform';
import { createFakeClock, createTestDatabase, type FakeClock, type TestDatabase } from '@coplan/testkit';
import { type App, createApp } from '../app.ts';
import { migrations } from '../migrations.ts';
import type { Actor, Role } from '../platform/index.ts';
import { databaseRoles } from '../prepare-server-database.ts';
import { registerOrganisation } from './register-organisation.ts';
import { startTrading } from './start-trading.ts';

/** For tests: the server on a throw-away database, with a way to act as anybody. */
export type TestServer = {
  app: App;
  database: TestDatabase;
  clock: FakeClock;
  actorOf(organisationId: OrganisationId, roles?: readonly Role[]): Actor;
  contextOf(organisationId: OrganisationId): ReturnType<App['contextFor']>;
  /** A new organisation in Oslo; its name is its label. */
  addOrganisation(name: string, kind: 'buyer' | 'supplier' | 'carrier'): Promise<OrganisationId>;
  trade(buyerId: OrganisationId, supplierId: OrganisationId, partnerNumber: string): Promise<void>;
  close(): Promise<void>;
};

export async function openTestServer(): Promise<TestServer> {
  const database = await createTestDatabase({ migrations, roles: databaseRoles });
  const clock = createFakeClock('2026-11-22T09:00:00Z');
  const app = await createApp({
    port: 0,
    dataFolder: '.coplan-test',
    databaseUrl: database.ownerUrl,
    authSecret: 'a secret that only this test knows, long enough',
    publicUrl: 'http://localhost',
    trustedOrigins: [],
    gateway: null,
    log: createLog({ name: 'test', level: 'silent' }),
    clock,
  });
  const actorOf: TestServer['actorOf'] = (organisationId, roles = ['buyer', 'approver', 'admin']) => ({
    organisationId,
    kind: 'user',
    userId: newId<UserId>(),
    roles,
    name: 'Buyer, test',
  });
  const contextOf: TestServer['contextOf'] = (organisationId) => app.contextFor(actorOf(organisationId));
  return {
    app,
    database,
    clock,
    actorOf,
    contextOf,
    async addOrganisation(name, kind) {
      const organisationId = newId<OrganisationId>();
      const input = { name, kind, currency: 'NOK', timeZone: 'Europe/Oslo' };
      await registerOrganisation(contextOf(organisationId), input);
      return organisationId;
    },
    async trade(buyerId, partnerId, partnerNumber) {
      const input = { partnerId, kind: 'supplier', channel: 'portal', partnerNumber } as const;
      await startTrading(contextOf(buyerId), input);
    },
    async close() {
      await app.stop();
      await database.drop();
    },
  };
}
