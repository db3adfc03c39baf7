import { createLog, endOnSignals, runMain } from '@coplan/platform';
import { startGateway } from './app.ts';
import { readGatewayConfig } from './config.ts';

runMain(async () => {
  const config = readGatewayConfig();
  const log = createLog({ name: 'edi-gateway', level: config.logLevel });
  const { url, sftpPort, shutdown } = await startGateway(config, { log });
  endOnSignals(shutdown);
  // Whoever started this process waits for this line, whatever the log level.
  process.stdout.write(`${JSON.stringify({ event: 'listening', url, sftpPort })}\n`);
});
