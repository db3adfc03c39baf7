import { DomainError } from '@coplan/kernel';

/**
 * Runs an app's start. An expected refusal (a port in use, a bad setting, no database) ends the process with one
 * sentence on standard error and exit code 1; anything else keeps its stack, because it is our fault.
 */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const text = error instanceof DomainError ? error.message : ((error as Error)?.stack ?? String(error));
    process.stderr.write(`${text}\n`, () => process.exit(1));
  });
}
