import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Clock, DomainError } from '@coplan/kernel';
import type { Log } from '@coplan/platform';
import type { Config } from './config.ts';
import { documentReaders } from './document-readers.ts';
import { entities } from './entities.ts';
import { jobs } from './jobs.ts';
import {
  type Actor,
  type Context,
  createCallerFactory,
  createPlatform,
  type OrganisationCard,
  type Platform,
} from './platform/index.ts';
import { readPreviewedRows } from './previewed-rows.ts';
import { restRoutes } from './rest-routes.ts';
import { appRouter } from './router.ts';
import { subscriptions } from './subscriptions.ts';

export const productVersion = '0.1.0';

export type AppSettings = Omit<Config, 'logLevel'> & {
  log: Log;
  clock?: Clock;
  isRateLimited?: boolean;
};

const createCaller = createCallerFactory(appRouter);

export type App = Platform & {
  /** Calls procedures as that actor, permission check included. */
  createCaller(actor: Actor): ReturnType<typeof createCaller>;
};

const ownOrganisation = `
select id, name, kind, currency, time_zone as "timeZone" from organisations where id = $1`;

async function describeOrganisation({ actor, db }: Context): Promise<OrganisationCard> {
  const [card] = await db.read<OrganisationCard>(ownOrganisation, [actor.organisationId]);
  if (card !== undefined) return card;
  const text = 'Your organisation has not been set up yet: ask your administrator';
  throw new DomainError('not-found', 'session.organisation-not-found', {}, text);
}

/** The demo leaves a note of its sign-ins in the data folder; without it nothing is said. */
async function readDemoNote(dataFolder: string): Promise<object> {
  try {
    const note: unknown = JSON.parse(await readFile(join(dataFolder, 'demo.json'), 'utf8'));
    return { isDemo: true, ...(note as object) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { isDemo: false };
    throw error;
  }
}

/** The server on a database that has been prepared: tests use it as it is, `start()` puts it on the network. */
export async function createApp(settings: AppSettings): Promise<App> {
  const platform = await createPlatform(
    {
      ...settings,
      portalFolder: resolve(import.meta.dirname, '../../portal/dist'),
      version: productVersion,
    },
    {
      router: appRouter,
      jobs,
      subscriptions,
      restRoutes,
      documentReaders,
      readPreviewedRows,
      entities,
      describeOrganisation,
      publicFacts: () => readDemoNote(settings.dataFolder),
    },
  );
  return { ...platform, createCaller: (actor) => createCaller(platform.requestContextFor(actor)) };
}
