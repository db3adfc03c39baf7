import { agreementPreset } from '@coplan/collaboration';
import { localDateAt, type OrganisationId, type UserId } from '@coplan/kernel';
import { type Log, newId } from '@coplan/platform';
import type { App } from '../../apps/server/src/app.ts';
import { registerOrganisation, startTrading } from '../../apps/server/src/partners/index.ts';
import type { Actor, Role } from '../../apps/server/src/platform/index.ts';
import { signInAs } from '../../apps/server/src/platform/test-socket.ts';
import { openBenchApp } from '../open-bench-app.ts';
import { fillPlanningFacts } from '../plan-run/fill-planning-facts.ts';

const password = 'a long enough password';
const timeZone = 'Europe/Oslo';

const actorOf = (organisationId: OrganisationId, roles: readonly Role[]): Actor => ({
  organisationId,
  kind: 'user',
  userId: newId<UserId>(),
  roles,
  name: 'Planner',
});

/** The real server, with two partners who plan together and a joint plan under review. */
export async function openLiveServer(about: {
  ownerUrl: string;
  log: Log;
  dataFolder: string;
  itemCount: number;
  storeCount: number;
}) {
  const { app, ownerUrl } = await openBenchApp(about);
  const buyer = actorOf(newId<OrganisationId>(), ['buyer', 'approver', 'admin']);
  const seller = actorOf(newId<OrganisationId>(), ['supplier-planner', 'admin']);
  const parties = [
    { actor: buyer, name: 'Bench Grocers', kind: 'buyer' },
    { actor: seller, name: 'Bench Mill', kind: 'supplier' },
  ] as const;
  for (const { actor, name, kind } of parties) {
    await app.accounts.createOrganisationAccount({ organisationId: actor.organisationId, name });
    await registerOrganisation(app.contextFor(actor), { name, kind, currency: 'NOK', timeZone });
  }
  const context = app.contextFor(buyer);
  const supplierId = seller.organisationId;
  await startTrading(context, {
    partnerId: supplierId,
    kind: 'supplier',
    channel: 'portal',
    partnerNumber: 'V-1',
  });
  const { itemCount, storeCount } = about;
  const server = { app, ownerUrl, planner: buyer, context, supplierId };
  await fillPlanningFacts(server, { itemCount, storeCount, weekCount: 60 });
  const callers = { buyer: app.createCaller(buyer), seller: app.createCaller(seller) };
  const validFrom = localDateAt(context.clock.now(), timeZone);
  const content = agreementPreset({
    name: 'Bench Mill and Bench Grocers',
    scenario: 'dc-replenishment',
    leadOption: 'A',
    maturityLevel: 3,
    validFrom,
    currency: 'NOK',
    timeZone,
  });
  const agreementId = await signAgreement(callers, { supplierId, content });
  return { app, callers, buyer, seller, agreementId };
}

type Callers = Record<'buyer' | 'seller', ReturnType<App['createCaller']>>;
type StartInput = Parameters<Callers['buyer']['agreements']['start']>[0];

async function signAgreement({ buyer, seller }: Callers, input: StartInput): Promise<string> {
  const { agreementId, agreementVersionId } = await buyer.agreements.start(input);
  const { versions } = await buyer.agreements.get({ agreementId });
  const draft = versions.find((version) => version.agreementVersionId === agreementVersionId);
  if (draft === undefined) throw new Error('the draft is not among the versions');
  await buyer.agreements.propose({ agreementVersionId, expectedVersion: draft.version });
  await seller.agreements.accept({ agreementVersionId, contentHash: draft.contentHash });
  return agreementId;
}

/** Both sides publish a forecast with one number, and what they compare is the joint plan. */
export async function openJointPlan(
  { app, callers }: Awaited<ReturnType<typeof openLiveServer>>,
  agreementId: string,
): Promise<{ planId: string; itemLocationIds: string[]; bucketCount: number }> {
  const about = { agreementId, purpose: 'sales' as const };
  for (const side of ['buyer', 'seller'] as const) {
    const plan = await callers[side].plans.startRevision(about);
    const { rows } = await callers[side].plans.gridRows({ ...about, limit: 1 });
    const edit = {
      itemLocationId: rows[0]?.itemLocationId ?? '',
      bucketIndex: 10,
      layer: 'override' as const,
      beforeMilli: null,
      afterMilli: 1_000,
    };
    await callers[side].plans.edit({ planId: plan.planId, operationId: `first of ${side}`, edits: [edit] });
    await callers[side].plans.publish({ planId: plan.planId, expectedVersion: plan.version });
  }
  await app.runPending();
  const joint = await callers.buyer.plans.consensus.compute(about);
  const itemLocationIds: string[] = [];
  for (let offset = 0; ; offset += 500) {
    const { rows } = await callers.buyer.plans.gridRows({ ...about, offset, limit: 500, pastBucketCount: 0 });
    itemLocationIds.push(...rows.map(({ itemLocationId }) => itemLocationId));
    if (rows.length < 500) break;
  }
  return { planId: joint.planId, itemLocationIds, bucketCount: joint.bucketCount };
}

/** Signs one person of a party in many times: a session carries only so many connections. */
export async function openSessions(
  { app }: Pick<Awaited<ReturnType<typeof openLiveServer>>, 'app'>,
  about: { url: string; actor: Actor; count: number },
): Promise<string[]> {
  const { organisationId, roles } = about.actor;
  const email = `planner-${organisationId}@bench.example`;
  await app.accounts.createUser({ email, password, name: 'Planner', organisationId, roles });
  const cookies: string[] = [];
  for (let index = 0; index < about.count; index++) {
    cookies.push(await signInAs(about.url, { email, password }));
  }
  return cookies;
}
