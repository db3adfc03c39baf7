import type { OrganisationId, UserId } from '@coplan/kernel';
import { type Log, newId } from '@coplan/platform';
import { type App, createApp } from '../../apps/server/src/app.ts';
import { registerOrganisation, startTrading } from '../../apps/server/src/partners/index.ts';
import type { Actor, Context, Role } from '../../apps/server/src/platform/index.ts';
import { prepareServerDatabase } from '../../apps/server/src/prepare-server-database.ts';

/** The real server on a database of the benchmark's own, with one buyer and one supplier. */
export type BenchServer = {
  app: App;
  ownerUrl: string;
  planner: Actor;
  context: Context;
  supplierId: OrganisationId;
};

const actorOf = (organisationId: OrganisationId, roles: readonly Role[]): Actor => ({
  organisationId,
  kind: 'user',
  userId: newId<UserId>(),
  roles,
  name: 'Planner',
});

export async function openBenchServer(about: {
  ownerUrl: string;
  log: Log;
  dataFolder: string;
}): Promise<BenchServer> {
  const url = new URL(about.ownerUrl);
  url.pathname = '/coplan_bench';
  const { ownerUrl } = await prepareServerDatabase({ ownerUrl: url.href, log: about.log });
  const app = await createApp({
    port: 0,
    dataFolder: about.dataFolder,
    databaseUrl: ownerUrl,
    authSecret: 'a secret of the benchmark alone, long enough',
    publicUrl: 'http://localhost',
    trustedOrigins: [],
    gateway: null,
    mail: { from: 'Coplan <no-reply@coplan.example>', smtpUrl: null, folder: about.dataFolder },
    log: about.log,
  });
  const planner = actorOf(newId<OrganisationId>(), ['buyer', 'approver', 'admin']);
  const supplier = actorOf(newId<OrganisationId>(), ['supplier-planner']);
  const shared = { currency: 'NOK', timeZone: 'Europe/Oslo' } as const;
  const context = app.contextFor(planner);
  await registerOrganisation(context, { ...shared, name: 'Bench Grocers', kind: 'buyer' });
  await registerOrganisation(app.contextFor(supplier), { ...shared, name: 'Bench Mill', kind: 'supplier' });
  const partnerId = supplier.organisationId;
  await startTrading(context, { partnerId, kind: 'supplier', channel: 'portal', partnerNumber: 'V-1' });
  return { app, ownerUrl, planner, context, supplierId: partnerId };
}
