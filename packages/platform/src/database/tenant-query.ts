import { assert, isUuid } from '@coplan/kernel';
import pg from 'pg';

/** A statement that runs before the query, in the same implicit transaction; its answer is dropped. */
type PrefixStatement = { text?: string; name: string; values: readonly string[] };

/** The part of pg's connection that a query writes to. */
type Wire = {
  stream: { cork(): void; uncork(): void };
  parse(statement: { text: string; name: string }): void;
  bind(statement: { statement: string; values: readonly string[] }): void;
  execute(portal: { portal: string }): void;
};

type Callback = (error: Error | null, result: pg.QueryResult) => void;
type QueryConfig = { text: string; name?: string; values: unknown[]; types?: pg.CustomTypesConfig };

/** The inner life of pg's Query, which its types do not show. */
type QueryInside = {
  requiresPreparation(): boolean;
  submit(wire: Wire): Error | null;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
};
const QueryBase = pg.Query as unknown as new (
  config: QueryConfig,
  values: undefined,
  callback: Callback,
) => QueryInside;

/**
 * A query that travels with the statements that must precede it, in one round trip: extended protocol, one Sync, hence
 * one implicit transaction. If a prefix statement fails, PostgreSQL skips the query (protocol-flow, extended query:
 * after an error everything is discarded up to Sync).
 */
class PrefixedQuery extends QueryBase {
  readonly #prefix: readonly PrefixStatement[];
  #prefixLeft: number;

  constructor(prefix: readonly PrefixStatement[], config: QueryConfig, callback: Callback) {
    super(config, undefined, callback);
    this.#prefix = prefix;
    this.#prefixLeft = prefix.length;
  }

  /** Always the extended protocol: it refuses several statements in one text. */
  override requiresPreparation(): boolean {
    return true;
  }

  override submit(wire: Wire): Error | null {
    wire.stream.cork();
    try {
      for (const { text, name, values } of this.#prefix) {
        if (text !== undefined) wire.parse({ text, name });
        wire.bind({ statement: name, values });
        wire.execute({ portal: '' });
      }
      return super.submit(wire);
    } finally {
      wire.stream.uncork();
    }
  }

  override handleDataRow(message: unknown): void {
    if (this.#prefixLeft === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.#prefixLeft > 0) this.#prefixLeft -= 1;
    else super.handleCommandComplete(message, wire);
  }
}

const tenantForReading = {
  name: 'coplan_tenant_reading',
  text: "select set_config('app.org', $1, true), set_config('transaction_read_only', 'on', true)",
};
const tenantForWriting = { name: 'coplan_tenant', text: "select set_config('app.org', $1, true)" };

/** Prepares the statements that set the tenant; once for each new connection. */
export async function primeTenantStatements(client: pg.ClientBase): Promise<void> {
  const nobody = '00000000-0000-0000-0000-000000000000';
  await client.query({ ...tenantForReading, values: [nobody] });
  await client.query({ ...tenantForWriting, values: [nobody] });
}

function send(
  client: pg.ClientBase,
  prefix: readonly PrefixStatement[],
  config: QueryConfig,
): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new PrefixedQuery(prefix, config, (error, result) =>
      error === null ? resolve(result) : reject(error),
    );
    client.query(query as unknown as pg.Submittable);
  });
}

function requireTenant(organisationId: string): void {
  assert(isUuid(organisationId), 'a database query needs the id of the organisation that asks');
}

/** One query as one organisation in one round trip; with `mayWrite` false PostgreSQL refuses every change. */
export function sendAsTenant(
  client: pg.ClientBase,
  { organisationId, mayWrite, ...config }: QueryConfig & { organisationId: string; mayWrite: boolean },
): Promise<pg.QueryResult> {
  requireTenant(organisationId);
  const { name } = mayWrite ? tenantForWriting : tenantForReading;
  return send(client, [{ name, values: [organisationId] }], config);
}

/** Opens a transaction of one organisation in one round trip. */
export async function beginAsTenant(client: pg.ClientBase, organisationId: string): Promise<void> {
  requireTenant(organisationId);
  const begin: PrefixStatement = { text: 'begin', name: '', values: [] };
  await send(client, [begin], { ...tenantForWriting, values: [organisationId] });
}
