import { documentReaders } from '../../apps/server/src/document-readers.ts';
import { roles } from '../../apps/server/src/platform/context.ts';
import { documentsRoute } from '../../apps/server/src/platform/documents-route.ts';
import { permissionsOf } from '../../apps/server/src/platform/permissions.ts';
import { restRoutes } from '../../apps/server/src/rest-routes.ts';
import { appRouter } from '../../apps/server/src/router.ts';
import { code, page, table } from './markdown.ts';

type Procedure = { _def: { type: string; meta: { permission: string } } };

const holdersOf = (permission: string): string =>
  roles.filter((role) => permissionsOf([role]).includes(permission)).join(', ');

/** Who may do what: every entrance of the server with the permission it asks for and the roles that hold it. */
export function permissionsPage(): string {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)
    .map(([path, { _def }]) => [
      code(path),
      _def.type,
      code(_def.meta.permission),
      holdersOf(_def.meta.permission),
    ])
    .sort();
  const routes = [documentsRoute(documentReaders), ...restRoutes]
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
    table(['procedure', 'kind', 'permission', 'roles'], procedures),
    '## REST',
    table(['operation', 'what it does', 'permission', 'roles'], routes),
    '## Documents that are posted',
    table(['document type', 'permission', 'roles'], readers),
  );
}
