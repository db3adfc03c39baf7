/** One step of the database schema: `name` is `<slice>-0001-<what>` and never changes once released. */
export type Migration = { name: string; sql: string };
