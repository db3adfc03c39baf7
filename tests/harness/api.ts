import type { AppRouter } from '@coplan/server';
import { createTRPCClient, httpLink } from '@trpc/client';

export type Api = ReturnType<typeof createTRPCClient<AppRouter>>;

/** Signs in as a user of the demo and answers a typed client with that session. */
export async function signIn({
  url,
  email,
  password,
}: {
  url: string;
  email: string;
  password: string;
}): Promise<Api> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie, origin: url } })],
  });
}
