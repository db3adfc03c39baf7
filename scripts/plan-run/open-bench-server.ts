import type { OrganisationId, UserId } from '@coplan/kernel';
import { type Log, newId } from '@coplan/platform';
import type { App } from '../../apps/server/src/app.ts';
import { registerOrganisation, startTrading } from '../../apps/server/src/partners/index.ts';
import type { Actor, Context, Role } from '../../apps/server/src/platform/index.ts';
import { openBenchApp } from '../open-bench-app.ts';

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
  const { app, ownerUrl } = await openBenchApp(about);
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
