import { assert } from '@coplan/kernel';

const identifier = /^[a-z_]+(\.[a-z_]+)?$/;
const ownOrganisation = `(select current_setting('app.org')::uuid)`;

function checked(name: string): string {
  assert(identifier.test(name), `"${name}" is not a plain SQL identifier`);
  return name;
}

const policyName = (table: string, what: string): string => `${table.replace('.', '_')}_${what}`;

const forced = (table: string): string =>
  [`alter table ${table} enable row level security;`, `alter table ${table} force row level security;`].join(
    '\n',
  );

type Verb = 'select' | 'insert' | 'update' | 'delete';

/**
 * SQL for a table whose rows belong to one organisation (`org_id`): row-level security for every verb, and the
 * grants of the application role. Without `app.org` a statement fails; it never sees all rows.
 * `verbs` narrows the grants, e.g. to `['select', 'insert']` for rows that are never changed.
 */
export function ownRows(
  tableName: string,
  verbs: readonly Verb[] = ['select', 'insert', 'update', 'delete'],
): string {
  const table = checked(tableName);
  return [
    forced(table),
    `create policy ${policyName(table, 'own')} on ${table} for all to coplan_app`,
    `  using (org_id = ${ownOrganisation}) with check (org_id = ${ownOrganisation});`,
    `grant ${verbs.join(', ')} on ${table} to coplan_app;`,
  ].join('\n');
}

/** Who writes a shared table: the column that must hold the actor's organisation, per verb. */
export type SharedWriters = {
  insert?: readonly string[];
  update?: readonly string[];
  delete?: readonly string[];
};

/**
 * SQL for a table that several organisations read: a row is visible to the organisation in any of `readers`
 * (columns of organisation ids). Nobody writes unless `writers` names the columns that allow it.
 */
export function sharedRows(
  tableName: string,
  readers: readonly string[],
  writers: SharedWriters = {},
): string {
  const table = checked(tableName);
  const anyOf = (columns: readonly string[]): string =>
    columns.map((column) => `${checked(column)} = ${ownOrganisation}`).join(' or ');
  const lines = [
    forced(table),
    `create policy ${policyName(table, 'read')} on ${table} for select to coplan_app using (${anyOf(readers)});`,
    `grant select on ${table} to coplan_app;`,
  ];
  for (const verb of ['insert', 'update', 'delete'] as const) {
    const columns = writers[verb];
    if (columns === undefined || columns.length === 0) continue;
    const rule = anyOf(columns);
    const clause =
      verb === 'insert'
        ? `with check (${rule})`
        : verb === 'delete'
          ? `using (${rule})`
          : `using (${rule}) with check (${rule})`;
    lines.push(
      `create policy ${policyName(table, verb)} on ${table} for ${verb} to coplan_app ${clause};`,
      `grant ${verb} on ${table} to coplan_app;`,
    );
  }
  return lines.join('\n');
}
