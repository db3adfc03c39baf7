import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, OrganisationId, UserId } from '@coplan/kernel';
import { createLog, newId } from '@coplan/platform';
import { createTestDatabase, type TestDatabase } from '@coplan/testkit';
import { type App, createApp } from './app.ts';
import { migrations } from './migrations.ts';
import { type Actor, createCallerFactory, prepareQueue, type Role } from './platform/index.ts';
import { databaseRoles } from './prepare-server-database.ts';
import { appRouter } from './router.ts';

export type TestApp = App & {
  database: TestDatabase;
  /** Where mails are put as files; absent until the first. */
  mailFolder: string;
  /** Somebody who works in that organisation, without an account. */
  actorOf(organisationId: OrganisationId, ...roles: Role[]): Actor;
  /** A caller who claims one organisation while the database is bound to another: a forgotten or wrong filter. */
  createCallerOnDatabaseOf(actor: Actor, organisationId: OrganisationId): ReturnType<App['createCaller']>;
  /** Stops the app and removes its database. */
  remove(): Promise<void>;
};

export type TestAppSettings = {
  clock?: Clock;
  gateway?: { url: string; key: string; publicUrl?: string; ticketKeys?: readonly string[] };
  dataFolder?: string;
  isRateLimited?: boolean;
  logLevel?: string;
  trustedOrigins?: readonly string[];
};

/** The whole server on a throw-away database, for tests. Call `start()` where the network is part of the test. */
export async function startTestApp(settings: TestAppSettings = {}): Promise<TestApp> {
  const database = await createTestDatabase({ migrations, roles: databaseRoles });
  const mailFolder = join(tmpdir(), `coplan-test-mail-${newId()}`);
  const log = createLog({ name: 'test', level: settings.logLevel ?? 'silent' });
  await prepareQueue({ ownerUrl: database.ownerUrl, log });
  const app = await createApp({
    port: 0,
    dataFolder: settings.dataFolder ?? import.meta.dirname,
    databaseUrl: database.ownerUrl,
    authSecret: 'a secret that only tests use, long enough',
    publicUrl: 'http://localhost:3000',
    trustedOrigins: settings.trustedOrigins ?? [],
    gateway:
      settings.gateway === undefined
        ? null
        : { publicUrl: settings.gateway.url, ticketKeys: [], ...settings.gateway },
    mail: { from: 'Coplan <no-reply@coplan.example>', smtpUrl: null, folder: mailFolder },
    isRateLimited: settings.isRateLimited ?? false,
    log,
    ...(settings.clock === undefined ? {} : { clock: settings.clock }),
  });
  return {
    ...app,
    database,
    mailFolder,
    actorOf: (organisationId, ...roles) => ({
      organisationId,
      kind: 'user',
      userId: newId<UserId>(),
      roles,
      name: `A test’s ${roles.join(' and ')}`,
    }),
    createCallerOnDatabaseOf(actor, organisationId) {
      const request = app.requestContextFor(actor);
      const { db } = app.contextFor({ ...actor, organisationId });
      const context = request.context === null ? null : { ...request.context, db };
      return createCallerFactory(appRouter)({ ...request, context });
    },
    async remove() {
      await app.stop();
      await database.drop();
      await rm(mailFolder, { recursive: true, force: true });
    },
  };
}
