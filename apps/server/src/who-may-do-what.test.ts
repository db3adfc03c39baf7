import { expect, test } from 'vitest';
import { permissionsOf, type Role, roles } from './platform/index.ts';
import { restRoutes } from './rest-routes.ts';
import { appRouter } from './router.ts';

/** The roles that may change something: written out, so that nobody gains a right by a slip of the pen. */
const mayChange: Readonly<Record<string, readonly Role[]>> = {
  'apiKeys.create': ['admin'],
  'apiKeys.revoke': ['admin'],
  'commits.accept': ['buyer', 'approver', 'admin'],
  'commits.acceptMany': ['buyer', 'approver', 'admin'],
  'commits.commitAsForecast': ['supplier-planner', 'admin'],
  'commits.saveDrafts': ['supplier-planner', 'admin'],
  'commits.submit': ['supplier-planner', 'admin'],
  'orders.cancel': ['buyer', 'approver'],
  'orders.confirm': ['supplier-planner', 'edi'],
  'orders.decideChange': ['buyer', 'approver'],
  'orders.resend': ['buyer', 'approver'],
  'post /imports/{kind}': ['buyer', 'clerk', 'admin', 'edi'],
  'post /runs': ['buyer', 'admin', 'edi'],
  'post /runs/{runId}/cancellation': ['buyer', 'admin', 'edi'],
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
