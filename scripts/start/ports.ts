import { createServer } from 'node:net';
import { StartRefusal } from './ask.ts';

/** Refuses, before anything is started, a port that another program listens on. */
export function requireFreePort({ port, variable }: { port: number; variable: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EACCES'
          ? `Port ${port} may not be used by this user`
          : `Port ${port} is in use by another program (Coplan itself, perhaps)`;
      reject(new StartRefusal(`${why}: stop it, or choose another with ${variable}=…`));
    });
    probe.listen(port, () => probe.close(() => resolve()));
  });
}
