import { type ChildProcess, fork } from 'node:child_process';
import type { FromClients, ToClients } from './clients.ts';

/** Processes full of pages that are told the same and answer one by one. */
export type ClientProcesses = {
  ask(message: ToClients | ((index: number) => ToClients)): Promise<FromClients[]>;
  stop(): void;
};

export function startClientProcesses(count: number): ClientProcesses {
  const children: ChildProcess[] = Array.from({ length: count }, () =>
    fork(new URL('./clients.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
  const askOne = (child: ChildProcess, message: ToClients): Promise<FromClients> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void =>
        reject(new Error(`a process of pages ended with ${code}`));
      child.once('exit', onExit);
      child.once('message', (answer) => {
        child.off('exit', onExit);
        resolve(answer as FromClients);
      });
      child.send(message);
    });
  return {
    ask: (message) =>
      Promise.all(
        children.map((child, index) =>
          askOne(child, typeof message === 'function' ? message(index) : message),
        ),
      ),
    stop() {
      for (const child of children) child.kill();
    },
  };
}
