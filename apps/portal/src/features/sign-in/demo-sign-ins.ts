export type DemoSignIn = { name: string; email: string; password: string };
export type DemoSignIns = { signIns: DemoSignIn[] };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The demo's sign-ins from the server's answer, which may carry one password for all. Anything else, also an
 * installation that is no demo, gives none.
 */
export function parseDemoSignIns(answer: unknown): DemoSignIns {
  if (!isRecord(answer) || answer.demo === false || answer.isDemo === false) return { signIns: [] };
  const shared = textOf(answer.password);
  const entries = [answer.signIns, answer.users].find(Array.isArray) ?? [];
  const signIns = entries.filter(isRecord).flatMap((entry) => {
    const email = textOf(entry.email);
    const password = textOf(entry.password) ?? shared;
    if (email === undefined || password === undefined) return [];
    const parts = [textOf(entry.name) ?? textOf(entry.role), textOf(entry.organisation)].filter(
      (part) => part !== undefined,
    );
    return [{ email, password, name: parts.length === 0 ? email : [...new Set(parts)].join(' · ') }];
  });
  return { signIns };
}

/** Asks the server; an installation without a demo answers 404, which is no failure. */
export async function readDemoSignIns(): Promise<DemoSignIns> {
  const response = await fetch('/api/demo', { headers: { accept: 'application/json' } });
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return response.ok && isJson ? parseDemoSignIns(await response.json()) : { signIns: [] };
}
