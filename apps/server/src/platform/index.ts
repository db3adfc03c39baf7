export * from './context.ts';
export { type DocumentReader, defineDocumentReader } from './document-reader.ts';
export { defineJob, type Job, type JobResult, type SystemContext } from './job.ts';
export type { Migration } from './migration.ts';
export { type RestRoute, restRoute, type StreamedBody } from './rest-route.ts';
export { type PublishedEvent, type Subscription, subscribe } from './subscription.ts';
export { ownRows, sharedRows } from './tenant-table.ts';
export { definePermissions, router } from './trpc.ts';
