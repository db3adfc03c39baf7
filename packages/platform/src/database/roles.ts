import { createHmac } from 'node:crypto';
import { DomainError } from '@coplan/kernel';

/** Names of databases, roles and schemas are ours; anything else is refused rather than quoted. */
export function identifier(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) {
    const sentence = `"${name}" cannot be the name of a database, role or table; use small letters, digits and underscores.`;
    throw new DomainError('invalid', 'database.name-invalid', { name }, sentence);
  }
  return name;
}

/**
 * The password of a role, derived from the owner's: every server that may migrate the database computes the same one,
 * and nothing has to be stored or exchanged.
 */
export const passwordForRole = (ownerUrl: string, role: string): string =>
  createHmac('sha256', decodeURIComponent(new URL(ownerUrl).password))
    .update(role)
    .digest('base64url');

/** The owner's address with another database. */
export function urlForDatabase(ownerUrl: string, database: string): string {
  const url = new URL(ownerUrl);
  url.pathname = `/${identifier(database)}`;
  return url.href;
}

/** The address under which `role` reaches `database`. */
export function urlForRole(ownerUrl: string, role: string, database: string): string {
  const url = new URL(urlForDatabase(ownerUrl, database));
  url.username = identifier(role);
  url.password = passwordForRole(ownerUrl, role);
  return url.href;
}
