import type { Side } from '@coplan/collaboration';
import { useSuspenseQuery } from '@tanstack/react-query';
import { queryClient, trpc } from './api.ts';
import type { Session } from './api-types.ts';
import { authClient } from './auth-client.ts';

/** Who is signed in. The shell's route has read it before any page is shown. */
export const useSession = (): Session => useSuspenseQuery(trpc.session.get.queryOptions()).data;

/** The side that the organisation has in its agreements. */
export const useMySide = (): Side => (useSession().organisation.kind === 'supplier' ? 'seller' : 'buyer');

/** Whether the session may do this; the server decides again when it is done. */
export const useIsPermitted = (permission: string): boolean => useSession().permissions.includes(permission);

/** Ends the session and forgets everything that was read with it. */
export async function signOut(): Promise<void> {
  await authClient.signOut();
  queryClient.clear();
  location.assign('/sign-in');
}
