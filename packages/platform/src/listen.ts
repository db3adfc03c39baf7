import type { AddressInfo, Server } from 'node:net';
import { DomainError } from '@coplan/kernel';

/** Listens and resolves to the port in use (0 asks for a free one). Explains a refusal in one sentence. */
export function listenOrExplain(
  server: Server,
  { port, host = '0.0.0.0', variable = 'PORT' }: { port: number; host?: string; variable?: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentences: Record<string, string> = {
        EADDRINUSE: `Port ${port} is already in use by another program; stop it, or choose another port with ${variable}=<number>.`,
        EACCES: `Port ${port} may not be used by this user; choose one above 1023 with ${variable}=<number>.`,
        EADDRNOTAVAIL: `The address ${host} does not belong to this machine.`,
      };
      const sentence = sentences[error.code ?? ''];
      reject(
        sentence === undefined
          ? error
          : new DomainError('unavailable', 'listen.refused', { port, reason: error.code }, sentence),
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
