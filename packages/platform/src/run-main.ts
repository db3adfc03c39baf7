import { flushCompileCache } from 'node:module';
import { DomainError } from '@coplan/kernel';

/** When the starting process died, what does not end in order within this time ends at once. */
const orphanEndsMs = 3_000;

/**
 * Runs an app's start. An expected refusal (a port in use, a bad setting, no database) ends the process with one
 * sentence on standard error and exit code 1; anything else keeps its stack, because it is our fault.
 * An app that was started with a channel ends when the channel closes: it never outlives its supervisor.
 * What was compiled is kept as soon as the app has started, not at its end: a process that is killed has none.
 */
export function runMain(main: () => Promise<void>): void {
  const endAsOrphan = (): void => {
    setTimeout(() => process.exit(1), orphanEndsMs).unref();
  };
  if (process.connected === false) process.exit(1);
  process.on('disconnect', endAsOrphan);
  // Listening must not keep a script alive that has done its work.
  process.channel?.unref();
  main().then(flushCompileCache, (error: unknown) => {
    const text = error instanceof DomainError ? error.message : ((error as Error)?.stack ?? String(error));
    process.stderr.write(`${text}\n`, () => process.exit(1));
  });
}
