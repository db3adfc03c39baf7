import { assert, DomainError } from '@coplan/kernel';
import type { Actor, Role } from './context.ts';

const permissionRoles = new Map<string, readonly Role[]>();

/** Adds a slice's permissions to the one table that every entrance asks. A name can be declared only once. */
export function registerPermissions(slice: string, table: Readonly<Record<string, readonly Role[]>>): void {
  for (const [permission, holders] of Object.entries(table)) {
    assert(
      permission.startsWith(`${slice}.`),
      `permission ${permission} belongs to slice ${slice}: start with its name`,
    );
    assert(!permissionRoles.has(permission), `permission ${permission} is declared twice`);
    permissionRoles.set(permission, holders);
  }
}

export const isPermission = (permission: string): boolean => permissionRoles.has(permission);

/** Every permission that these roles give, sorted. */
export const permissionsOf = (actorRoles: readonly Role[]): string[] =>
  [...permissionRoles]
    .filter(([, holders]) => holders.some((role) => actorRoles.includes(role)))
    .map(([permission]) => permission)
    .sort();

/** Throws `forbidden` unless one of the actor's roles holds the permission. */
export function assertPermitted(actor: Actor, permission: string): void {
  const holders = permissionRoles.get(permission);
  assert(holders !== undefined, `permission ${permission} is not declared by any slice`);
  if (holders.some((role) => actor.roles.includes(role))) return;
  throw new DomainError(
    'forbidden',
    'platform.not-permitted',
    { permission, roles: actor.roles },
    `Your role does not include "${permission}": ask an administrator of your organisation`,
  );
}
