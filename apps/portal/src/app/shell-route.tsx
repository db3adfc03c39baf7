import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { errorData, queryClient, trpc } from './api.ts';
import { NotFound, RouteError } from './route-error.tsx';
import { Shell } from './shell.tsx';

/** Nobody sees a page before the session is known; without one, sign-in remembers where to go. */
async function requireSession({ location }: { location: { href: string } }): Promise<void> {
  try {
    await queryClient.ensureQueryData(trpc.session.get.queryOptions());
  } catch (error) {
    if (errorData(error)?.code !== 'UNAUTHORIZED') throw error;
    const from = location.href === '/' ? undefined : location.href;
    throw redirect({ to: '/sign-in', search: from === undefined ? {} : { from } });
  }
}

export const root = createRootRoute({ notFoundComponent: NotFound });

export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: requireSession,
  component: Shell,
  errorComponent: RouteError,
});
/** For every page that asks for a session. */
export const inShell = { getParentRoute: () => shell } as const;
