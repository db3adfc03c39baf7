export { auditRouter } from './audit.router.ts';
export { breaks } from './breaks.ts';
export * from './context.ts';
export {
  type Composition,
  createPlatform,
  type Platform,
  type PlatformSettings,
} from './create-platform.ts';
export type { PreviewedRow, ReadPreviewedRows } from './document-preview.ts';
export { type DocumentReader, defineDocumentReader, type ReadDocument } from './document-reader.ts';
export { ediTicketsRouter } from './edi-tickets.router.ts';
export { eventsRouter } from './events.router.ts';
export { followEvents } from './follow-events.ts';
export { defineJob, type Job, type JobResult, type SystemContext } from './job.ts';
export { toldToMany } from './message-encoder.ts';
export type { Migration } from './migration.ts';
export { permissionsOf } from './permissions.ts';
export { platformMigrations } from './platform.migrations.ts';
export { prepareQueue } from './prepare-queue.ts';
export { type CsvRow, csvCells, readCsvRows, readText } from './read-csv-rows.ts';
export type { Followed } from './realtime.ts';
export { recountTables } from './recount-tables.ts';
export type { OrganisationCard, RequestContext } from './request-context.ts';
export { type RestRoute, restRoute, type StreamedBody } from './rest-route.ts';
export type { Accounts } from './sign-in/accounts.ts';
export { apiKeysRouter } from './sign-in/api-keys.router.ts';
export { makeApiKey } from './sign-in/api-keys.ts';
export { findPeople, type Person } from './sign-in/people.ts';
export { sessionRouter } from './sign-in/session.router.ts';
export { usersRouter } from './sign-in/users.router.ts';
export { type PublishedEvent, type Subscription, subscribe, subscribeMany } from './subscription.ts';
export { ownRows, sharedRows } from './tenant-table.ts';
export { createCallerFactory, definePermissions, router } from './trpc.ts';
