/**
 * For tests only: the gateway in a process of its own, as main.ts starts it but with short pauses. It has loaded itself
 * when it is needed, and starts with the environment that it is sent.
 */
import { once } from 'node:events';
import { createLog, endOnSignals, runMain } from '@coplan/platform';
import { startGateway } from './app.ts';
import { readGatewayConfig } from './config.ts';

const pace = { pauseMs: 20, quietMs: 60, leaseMarginMs: 200 };

// Whoever was to use it is gone.
process.once('disconnect', () => process.exit());
const [environment] = (await once(process, 'message')) as [Record<string, string>];
Object.assign(process.env, environment);
runMain(async () => {
  const config = readGatewayConfig();
  const log = createLog({ name: 'edi-gateway', level: config.logLevel });
  const { url, sftpPort, shutdown } = await startGateway(config, { log, pace });
  endOnSignals(shutdown);
  // The step at which it kills itself from now on.
  process.on('message', (step) => {
    process.env.COPLAN_KILL_AT = String(step);
    process.send?.('armed');
  });
  process.channel?.unref();
  process.stdout.write(`${JSON.stringify({ event: 'listening', url, sftpPort })}\n`);
});
