import { type Command, UsageError } from './command.ts';

/** The commands, each loaded only when it is called: `coplan forecast` does not load the planner. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  backtest: async () => (await import('./backtest.ts')).backtestCommand,
  demo: async () => (await import('./demo.ts')).demoCommand,
  edi: async () => (await import('./edi.ts')).ediCommand,
  forecast: async () => (await import('./forecast.ts')).forecastCommand,
  import: async () => (await import('./import.ts')).importCommand,
  plan: async () => (await import('./plan.ts')).planCommand,
  run: async () => (await import('./run.ts')).runCommand,
};

const printUsage = async (): Promise<void> => {
  console.error('usage: coplan COMMAND [options]\n');
  for (const [name, load] of Object.entries(commands)) {
    console.error(`  ${name.padEnd(10)} ${(await load()).summary}`);
  }
  console.error('\ncoplan COMMAND --help explains one command.');
};

/**
 * Runs one command line (without node and script) and answers the exit code.
 * Misuse (unknown command, bad options or input) is told in one sentence with code 2; a failure of the
 * program itself keeps its stack and answers 1.
 */
export const main = async (args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    await printUsage();
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    console.error(`coplan: there is no command "${name}".`);
    await printUsage();
    return 2;
  }
  try {
    return await (await load()).run(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`coplan ${name}: ${error.message}`);
      return 2;
    }
    console.error(error);
    return 1;
  }
};
