import { DomainError } from '@coplan/kernel';
import { type Context, defineJob, type JsonObject, subscribe } from '../../platform/index.ts';
import { findWholeVersion, readVersions, type WholeVersion } from './agreement-rows.ts';
import { activateVersion, moveVersion, todayOf } from './move-version.ts';

type Due = 'expire' | 'activate' | 'lapse' | 'terminate';

/** What the calendar does to a version today, if anything. */
function dueEventOf(context: Context, version: WholeVersion): Due | undefined {
  const today = todayOf(context, version);
  const { state, content, expiresAt, terminatesOn } = version;
  const isOver = content.validTo !== null && content.validTo < today;
  if (state === 'proposed')
    return expiresAt !== null && expiresAt <= context.clock.now() ? 'expire' : undefined;
  if (state === 'agreed') return isOver ? 'expire' : content.validFrom <= today ? 'activate' : undefined;
  if (state !== 'active' && state !== 'suspended') return undefined;
  if (terminatesOn !== null && terminatesOn <= today) return 'terminate';
  return isOver ? 'lapse' : undefined;
}

/** One version in a transaction of its own: one that is refused keeps none of the others. */
async function keepCurrent(
  context: Context,
  agreementVersionId: string,
): Promise<Due | 'refused' | undefined> {
  try {
    return await context.db.transaction(async (tx) => {
      const version = await findWholeVersion(tx, agreementVersionId, { lock: true });
      const due = version === undefined ? undefined : dueEventOf(context, version);
      if (version === undefined || due === undefined) return undefined;
      if (due === 'activate') await activateVersion(context, tx, version);
      else await moveVersion(context, tx, version, due);
      return due;
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    context.log.warn({ agreementVersionId, code: error.code }, error.message);
    return 'refused';
  }
}

const openStates = new Set(['proposed', 'agreed', 'active', 'suspended']);

/** The buyer's side does it, so that it happens once: both parties would come to the same. */
export async function keepAgreementsCurrent(context: Context): Promise<JsonObject> {
  const versions = await readVersions(context.db, null);
  const counts: Record<string, number> = {};
  for (const { agreementVersionId, buyerId, state } of versions) {
    if (buyerId !== context.actor.organisationId || !openStates.has(state)) continue;
    const done = await keepCurrent(context, agreementVersionId);
    if (done !== undefined) counts[done] = (counts[done] ?? 0) + 1;
  }
  await compileScopes(context);
  return counts;
}

/** Reads the scope of every agreement in force afresh from the catalog: items that came since fall under it by themselves. */
export async function compileScopes({ db, clock, actor }: Context): Promise<void> {
  await db.transaction((tx) =>
    tx.query(
      `update agreement_versions set scope_compiled_at = $2 where buyer_id = $1 and state = 'active'`,
      [actor.organisationId, clock.now()],
    ),
  );
}

/** Once an hour, because a day begins at another hour in every zone. */
export const keepAgreementsCurrentJob = defineJob({
  name: 'agreements.keep-current',
  schedule: '3 * * * *',
  timeZone: 'UTC',
  timeoutMs: 120_000,
  run: keepAgreementsCurrent,
});

const compile = (context: Context): Promise<void> => compileScopes(context);

export const compileAfterItems = subscribe('catalog.items-changed', compile, { name: 'compile-scopes' });
/** The audience begins with the buyer whose terms they are. */
export const compileAfterTerms = subscribe('catalog.terms-changed', compile, {
  name: 'compile-scopes',
  forWhom: ({ audience }) => audience.slice(0, 1),
});
