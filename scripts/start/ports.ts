import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { StartRefusal } from './ask.ts';

/** What a killed supervisor left behind ends by itself within this time. */
const leftoverEndsMs = 5_000;
const pauseMs = 200;

/** The system's reason why nobody can listen on this port now; `undefined` when somebody can. */
function whyNotFree(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, () => probe.close(() => resolve(undefined)));
  });
}

/** Refuses, before anything is started, a port that another program listens on. */
export async function requireFreePort({ port, variable }: { port: number; variable: string }): Promise<void> {
  let why = await whyNotFree(port);
  for (let waitedMs = 0; why === 'EADDRINUSE' && waitedMs < leftoverEndsMs; waitedMs += pauseMs) {
    await pause(pauseMs);
    why = await whyNotFree(port);
  }
  if (why === undefined) return;
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use by another program (Coplan itself, perhaps)`,
    EACCES: `Port ${port} may not be used by this user`,
  };
  const sentence = sentences[why] ?? `Port ${port} cannot be used (${why})`;
  throw new StartRefusal(`${sentence}: stop it, or choose another with ${variable}=…`);
}
