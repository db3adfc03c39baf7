export * from './clock.ts';
export * from './config.ts';
export { type Migration, migrationsTable, runMigrations } from './database/migrations.ts';
export { type PreparedDatabase, prepareDatabase } from './database/prepare-database.ts';
export { identifier, passwordForRole, urlForDatabase, urlForRole } from './database/roles.ts';
export { sqlTypes } from './database/sql-types.ts';
export { createTenantOrm, type TenantOrm, type TenantWork } from './database/tenant-orm.ts';
export {
  createPool,
  createTenantPool,
  type PoolOptions,
  type TenantClient,
  type TenantPool,
} from './database/tenant-pool.ts';
export * from './gateway-ticket.ts';
export * from './health.ts';
export * from './idempotency.ts';
export * from './ids.ts';
export * from './kill-point.ts';
export * from './listen.ts';
export * from './log.ts';
export * from './metrics.ts';
export {
  dataFolderVersion,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from './postgres/start-embedded-postgres.ts';
export * from './run-main.ts';
export * from './shutdown.ts';
