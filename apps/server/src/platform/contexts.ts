import type { Clock, OrganisationId } from '@coplan/kernel';
import { createIds } from '@coplan/platform';
import { bindDatabase, type TenantSource } from './bind-database.ts';
import type { Actor, Context, Logger } from './context.ts';

export type Contexts = {
  /** Everything a use case of that actor touches. */
  contextFor(actor: Actor, requestId?: string): Context;
};

/** Makes contexts on one tenant pool, clock and log. */
export function createContexts({
  source,
  clock,
  log,
  publicUrl,
  attemptsMaxOf,
}: {
  source: TenantSource;
  clock: Clock;
  log: Logger;
  publicUrl: string;
  attemptsMaxOf(job: string): number | undefined;
}): Contexts {
  const newId = createIds(clock) as Context['newId'];
  return {
    contextFor(actor, requestId = newId()) {
      const db = bindDatabase({ actor, clock, requestId, newId, source, attemptsMaxOf });
      return { actor, clock, requestId, newId, db, log, publicUrl: publicUrl.replace(/\/$/, '') };
    },
  };
}

/** Who acts when nobody asked: a job in an organisation. */
export const jobActor = (organisationId: OrganisationId, name: string): Actor => ({
  organisationId,
  kind: 'job',
  userId: null,
  roles: [],
  name,
});
