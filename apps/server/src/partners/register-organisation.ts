import { isGln, type OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { glnInvalid } from './partners.errors.ts';
import { assertTimeZone } from './time-zone.ts';

export const organisationKinds = ['buyer', 'supplier', 'carrier'] as const;

export const registerOrganisationInput = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(organisationKinds),
  gln: z.string().optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters'),
  timeZone: z.string(),
});
type Input = z.output<typeof registerOrganisationInput>;

/** The organisation of the context enters the system. Registering it again changes its particulars. */
export async function registerOrganisation(
  { db, actor }: Context,
  input: Input,
): Promise<{ organisationId: OrganisationId }> {
  assertTimeZone(input.timeZone);
  if (input.gln !== undefined && !isGln(input.gln)) throw glnInvalid(input.gln);
  const organisationId = actor.organisationId;
  return db.transaction(async (tx) => {
    await tx.query(
      `insert into organisations (id, name, kind, gln, currency, time_zone) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set name = excluded.name, gln = excluded.gln, currency = excluded.currency,
         time_zone = excluded.time_zone, version = organisations.version + 1
       where (organisations.name, organisations.gln, organisations.currency, organisations.time_zone)
         is distinct from (excluded.name, excluded.gln, excluded.currency, excluded.time_zone)`,
      [organisationId, input.name, input.kind, input.gln ?? null, input.currency, input.timeZone],
    );
    await tx.audit({
      command: 'partners.register-organisation',
      subject: { kind: 'organisation', id: organisationId },
      after: { ...input },
    });
    return { organisationId };
  });
}
