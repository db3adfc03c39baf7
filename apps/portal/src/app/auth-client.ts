import { twoFactorClient } from 'better-auth/client/plugins';
import { createAuthClient } from 'better-auth/react';

/** Sign-in, second factor and sessions; everything else goes through the API. */
export const authClient = createAuthClient({ baseURL: location.origin, plugins: [twoFactorClient()] });

/** Works for another of the user's organisations from now on; the page starts anew with its rights. */
export async function switchOrganisation(organizationId: string): Promise<void> {
  const { error } = await authClient.$fetch('/organization/set-active', {
    method: 'POST',
    body: { organizationId },
  });
  if (error !== null) throw new Error(error.message ?? 'The organisation could not be switched');
  location.assign('/');
}
