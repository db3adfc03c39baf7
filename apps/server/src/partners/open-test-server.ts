import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { createFakeClock, type FakeClock, type TestDatabase } from '@coplan/testkit';
import type { App } from '../app.ts';
import type { Actor, Role } from '../platform/index.ts';
import { startTestApp } from '../test-app.ts';
import { registerOrganisation } from './register-organisation.ts';
import { startTrading } from './start-trading.ts';

/** For tests: the server on a throw-away database, with a way to act as anybody. */
export type TestServer = {
  app: App;
  database: TestDatabase;
  clock: FakeClock;
  actorOf(organisationId: OrganisationId, roles?: readonly Role[]): Actor;
  contextOf(organisationId: OrganisationId): ReturnType<App['contextFor']>;
  /** A new organisation in Oslo. */
  addOrganisation(name: string, kind: 'buyer' | 'supplier' | 'carrier'): Promise<OrganisationId>;
  trade(buyerId: OrganisationId, supplierId: OrganisationId, partnerNumber: string): Promise<void>;
  close(): Promise<void>;
};

export async function openTestServer(): Promise<TestServer> {
  const clock = createFakeClock('2026-11-22T09:00:00Z');
  const app = await startTestApp({ clock });
  const actorOf: TestServer['actorOf'] = (organisationId, roles = ['buyer', 'approver', 'admin']) =>
    app.actorOf(organisationId, ...roles);
  const contextOf: TestServer['contextOf'] = (organisationId) => app.contextFor(actorOf(organisationId));
  return {
    app,
    database: app.database,
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
    close: () => app.remove(),
  };
}
