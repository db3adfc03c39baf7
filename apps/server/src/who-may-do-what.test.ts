import { expect, test } from 'vitest';
import { permissionsOf, type Role, roles } from './platform/index.ts';
import { restRoutes } from './rest-routes.ts';
import { appRouter } from './router.ts';

/** Who plans with a partner, on either side. */
const planners: readonly Role[] = ['buyer', 'approver', 'supplier-planner', 'admin'];

/** The roles that may change something: written out, so that nobody gains a right by a slip of the pen. */
const mayChange: Readonly<Record<string, readonly Role[]>> = {
  'agreements.accept': ['approver', 'supplier-planner', 'admin'],
  'agreements.counter': planners,
  'agreements.propose': planners,
  'agreements.reject': planners,
  'agreements.resume': ['approver', 'supplier-planner', 'admin'],
  'agreements.revise': planners,
  'agreements.saveDraft': planners,
  'agreements.start': planners,
  'agreements.suspend': ['approver', 'supplier-planner', 'admin'],
  'agreements.terminate': ['approver', 'supplier-planner', 'admin'],
  'agreements.withdraw': planners,
  'analysis.decideDispute': planners,
  'analysis.dispute': planners,
  'answers.ask': planners,
  'answers.removeContact': ['supplier-planner', 'admin'],
  'answers.saveContact': ['supplier-planner', 'admin'],
  'apiKeys.create': ['admin'],
  'apiKeys.revoke': ['admin'],
  'backtests.ask': ['buyer', 'admin', 'edi'],
  'backtests.cancel': ['buyer', 'admin', 'edi'],
  'backtests.replay': ['buyer', 'approver', 'admin'],
  'businessPlans.decideTargets': planners,
  'businessPlans.events.agree': planners,
  'businessPlans.events.cancel': planners,
  'businessPlans.events.change': planners,
  'businessPlans.events.create': planners,
  'businessPlans.events.evaluate': planners,
  'businessPlans.events.propose': planners,
  'businessPlans.events.reject': planners,
  'businessPlans.saveTargets': planners,
  'commits.accept': ['buyer', 'approver', 'admin'],
  'commits.acceptMany': ['buyer', 'approver', 'admin'],
  'catalog.policies.set': ['buyer', 'admin'],
  'commits.commitAsForecast': ['supplier-planner', 'admin'],
  'commits.saveDrafts': ['supplier-planner', 'admin'],
  'commits.submit': ['supplier-planner', 'admin'],
  'cycles.close': planners,
  'digests.savePreferences': planners,
  'exceptions.acceptAsIs': planners,
  'exceptions.acceptProposal': planners,
  'exceptions.ask': planners,
  'exceptions.assign': planners,
  'exceptions.claim': planners,
  'exceptions.evaluate': planners,
  'exceptions.propose': planners,
  'exceptions.rejectProposal': planners,
  'exceptions.reply': planners,
  'exceptions.snooze': planners,
  'exceptions.wake': planners,
  'forecasting.decideCorrection': ['buyer', 'admin'],
  'forecasting.nameAnalogues': ['buyer', 'admin'],
  'forecasting.overrides.remove': ['buyer', 'admin'],
  'forecasting.overrides.set': ['buyer', 'admin'],
  'forecasting.versions.requestLevels': ['buyer', 'approver', 'admin'],
  'orders.cancel': ['buyer', 'approver'],
  'orders.change': ['buyer', 'approver'],
  'orders.closeShort': ['buyer', 'approver'],
  'orders.confirm': ['supplier-planner', 'edi'],
  'orders.decideChange': ['buyer', 'approver'],
  'orders.decideInvoice': ['buyer', 'approver'],
  'orders.disputes.answerProposal': ['buyer', 'approver', 'supplier-planner'],
  'orders.disputes.decide': ['buyer', 'approver', 'supplier-planner'],
  'orders.disputes.propose': ['buyer', 'approver', 'supplier-planner'],
  'orders.disputes.raise': ['buyer', 'approver', 'supplier-planner', 'clerk'],
  'orders.disputes.say': ['buyer', 'approver', 'supplier-planner', 'clerk'],
  'orders.disputes.withdraw': ['buyer', 'approver', 'supplier-planner', 'clerk'],
  'orders.invoice': ['supplier-planner'],
  'orders.pay': ['approver', 'clerk'],
  'orders.receive': ['buyer', 'approver', 'clerk'],
  'orders.resend': ['buyer', 'approver'],
  'orders.reverseReceipt': ['buyer', 'approver', 'clerk'],
  'orders.ship': ['supplier-planner'],
  'orders.waiting.dismiss': ['buyer', 'approver', 'supplier-planner', 'clerk', 'admin'],
  'orders.waiting.repair': ['buyer', 'approver', 'supplier-planner', 'clerk', 'admin'],
  'plans.amend': planners,
  'plans.consensus.agree': planners,
  'plans.consensus.compute': planners,
  'plans.decideAmendment': planners,
  'plans.edit': planners,
  'plans.freeze': planners,
  'plans.publish': planners,
  'plans.startRevision': planners,
  'plans.submit': planners,
  'post /imports/{kind}': ['buyer', 'clerk', 'admin', 'edi'],
  'post /runs': ['buyer', 'admin', 'edi'],
  'post /runs/{runId}/cancellation': ['buyer', 'admin', 'edi'],
  'post /workbooks': ['buyer', 'approver', 'supplier-planner', 'admin', 'answer'],
  'post /workbooks/uploads': ['buyer', 'approver', 'supplier-planner', 'admin', 'answer'],
  'post /workbooks/uploads/{uploadId}/apply': ['buyer', 'approver', 'supplier-planner', 'admin', 'answer'],
  'proposals.applyCombination': ['buyer', 'approver'],
  'proposals.approve': ['buyer', 'approver'],
  'proposals.edit': ['buyer', 'approver'],
  'proposals.reject': ['buyer', 'approver'],
  'proposals.resolveConflict': ['buyer', 'approver'],
  'rules.setAutoApprovalRules': ['admin'],
  'rules.setDailyRun': ['admin'],
  'rules.setDelegationLimits': ['admin'],
  'runs.cancel': ['buyer', 'admin', 'edi'],
  'runs.replay': ['buyer', 'admin', 'edi'],
  'runs.start': ['buyer', 'admin', 'edi'],
  'scenarios.abandon': ['buyer', 'approver', 'supplier-planner', 'admin'],
  'scenarios.create': ['buyer', 'approver', 'supplier-planner', 'admin'],
  'scenarios.rebase': ['buyer', 'approver', 'supplier-planner', 'admin'],
  'scenarios.reject': ['buyer', 'approver', 'supplier-planner', 'admin'],
  'scenarios.requestReview': ['buyer', 'approver', 'supplier-planner', 'admin'],
  'scenarios.sign': ['buyer', 'approver', 'supplier-planner', 'admin'],
  'sharing.close': planners,
  'sharing.reopen': planners,
  'sharing.saveOwnSeries': planners,
  'threads.markRead': planners,
  'threads.post': planners,
  'tolerances.set': ['admin'],
  'users.invite': ['admin'],
  'users.revoke': ['admin'],
  'users.revokeSessions': ['admin'],
  'users.setRoles': ['admin'],
};

type ProcedureDef = { _def: { type: string; meta: { permission: string } } };

const holdersOf = (permission: string): Role[] =>
  roles.filter((role) => permissionsOf([role]).includes(permission));

test('every command is open to exactly the roles that are written down here', () => {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, ProcedureDef>);
  const commands = procedures
    .filter(([, { _def }]) => _def.type === 'mutation')
    .map(([path, { _def }]) => [path, _def.meta.permission] as const);
  const operations = restRoutes
    .filter(({ method }) => method !== 'get')
    .map(({ method, path, permission }) => [`${method} ${path}`, permission] as const);
  const found = [...commands, ...operations].map(([name, permission]) => [name, holdersOf(permission)]);
  expect(Object.fromEntries(found)).toEqual(mayChange);
});
