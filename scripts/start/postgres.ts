import { setTimeout as pause } from 'node:timers/promises';
import { createLog, type EmbeddedPostgres, startEmbeddedPostgres } from '@coplan/platform';
import { explain } from './ask.ts';
import type { Running } from './running.ts';

/** A start under way (replaying the log after a crash) is not waited for longer than this when all is to end. */
const startUnderWayMs = 5_000;

/** Keeps our own PostgreSQL alive on one port; answers the address of its superuser. */
export async function openPostgres({
  dataFolder,
  running,
  onGivenUp,
}: {
  dataFolder: string;
  running: Running;
  onGivenUp: (sentence: string) => void;
}): Promise<string> {
  const log = createLog({ name: 'start', level: process.env['COPLAN_LOG'] === '1' ? 'warn' : 'silent' });
  let isStopping = false;
  let current: Promise<EmbeddedPostgres | undefined> = Promise.resolve(undefined);

  running.add({
    async stop() {
      isStopping = true;
      // What is left then ends by itself as soon as this process is gone.
      const started = await Promise.race([current.catch(() => undefined), pause(startUnderWayMs)]);
      await started?.stop();
    },
  });

  const launch = async (port: number | undefined): Promise<EmbeddedPostgres> => {
    const starting = startEmbeddedPostgres({ dataFolder, log, ...(port === undefined ? {} : { port }) });
    current = starting;
    const started = await starting;
    void started.exited.then(() => {
      if (isStopping) return;
      launch(started.port).catch((error: unknown) => onGivenUp(explain(error)));
    });
    return started;
  };
  return (await launch(undefined)).ownerUrl;
}
