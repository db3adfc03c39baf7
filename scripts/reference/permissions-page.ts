import { operationsRouter } from '../../apps/edi-gateway/src/operations/operations-router.ts';
import { documentReaders } from '../../apps/server/src/document-readers.ts';
import { roles } from '../../apps/server/src/platform/context.ts';
import { documentsBulkRoute, documentsRoute } from '../../apps/server/src/platform/documents-route.ts';
import { permissionsOf } from '../../apps/server/src/platform/permissions.ts';
import { restRoutes } from '../../apps/server/src/rest-routes.ts';
import { appRouter } from '../../apps/server/src/router.ts';
import { code, page, table } from './markdown.ts';

type Procedure = { _def: { type: string; meta: { permission: string } } };

const holdersOf = (permission: string): string =>
  roles.filter((role) => permissionsOf([role]).includes(permission)).join(', ');

const proceduresOf = (router: { _def: { procedures: unknown } }): string[][] =>
  Object.entries(router._def.procedures as Record<string, Procedure>)
    .map(([path, { _def }]) => [
      code(path),
      _def.type,
      code(_def.meta.permission),
      holdersOf(_def.meta.permission),
    ])
    .sort();

/** Who may do what: every entrance of server and gateway with the permission it asks for and the roles that hold it. */
export function permissionsPage(): string {
  const routes = [documentsRoute(documentReaders), documentsBulkRoute(documentReaders), ...restRoutes]
    .map(({ method, path, permission, summary }) => [
      code(`${method.toUpperCase()} /api/v1${path}`),
      summary,
      code(permission),
      holdersOf(permission),
    ])
    .sort();
  const readers = documentReaders.map(({ documentType, permission }) => [
    code(documentType),
    code(permission),
    holdersOf(permission),
  ]);
  return page(
    'Permissions',
    'Every procedure and every operation names one permission; roles hold permissions. Row-level security of the database decides on top of it which rows they reach. `edi` is the role of an API key.',
    '## tRPC',
    table(['procedure', 'kind', 'permission', 'roles'], proceduresOf(appRouter)),
    '## The gateway, for people with a ticket',
    table(['procedure', 'kind', 'permission', 'roles'], proceduresOf(operationsRouter)),
    '## REST',
    table(['operation', 'what it does', 'permission', 'roles'], routes),
    '## Documents that are posted',
    table(['document type', 'permission', 'roles'], readers),
  );
}
