import { documentsPage } from './documents-page.ts';
import { ediCommandsPage } from './edi-commands-page.ts';
import { ediPages } from './edi-page.ts';
import { environmentPage } from './environment-page.ts';
import { errorsPage } from './errors-page.ts';
import { eventsPage } from './events-page.ts';
import { jobsPage } from './jobs-page.ts';
import { killPointsPage } from './kill-points-page.ts';
import { metricsPage } from './metrics-page.ts';
import { orderStatesPage } from './order-states-page.ts';
import { permissionsPage } from './permissions-page.ts';
import { transportSettingsPage } from './transport-settings-page.ts';
import { warehouseStatesPage } from './warehouse-states-page.ts';

/** Every page of docs/reference that follows from the code: its file name and its text. */
export const referencePages = (root: string): Record<string, string> => ({
  'permissions.md': permissionsPage(),
  'events.md': eventsPage(root),
  'jobs.md': jobsPage(),
  'order-states.md': orderStatesPage(),
  'warehouse-states.md': warehouseStatesPage(),
  'documents.md': documentsPage(),
  'errors.md': errorsPage(root),
  'coplan-edi.md': ediCommandsPage(),
  ...ediPages(),
  'kill-points.md': killPointsPage(root),
  'environment.md': environmentPage(root),
  'transport-settings.md': transportSettingsPage(),
  'metrics.md': metricsPage(),
});
