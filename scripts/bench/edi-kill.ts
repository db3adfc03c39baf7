/**
 * The EDI gateway under SIGKILL: at every named step of receiving and sending by folder, then at random moments, while
 * confirmations come in and orders go out; and 16 writers that take control numbers while their processes are killed.
 * Nothing may be lost, doubled or skipped. `--kills 200`, `--rounds 3` (per step) and `--numbers 100000` set the size.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog, startEmbeddedPostgres, urlForDatabase } from '@coplan/platform';
import { exchangeUnderKills } from '../edi-kill/exchange-under-kills.ts';
import { numbersUnderKills } from '../edi-kill/numbers-under-kills.ts';
import { report, seededRandom } from '../measure.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    kills: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    numbers: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '5' },
  },
});
const random = seededRandom(Number(values.seed));
const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-edi-kill-'));
const log = createLog({ name: 'bench', level: 'fatal' });
const postgres = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'postgres'), log });
try {
  const { ownerUrl } = postgres;
  const numbers = await numbersUnderKills({ ownerUrl, random }, Number(values.numbers));
  const databaseUrl = urlForDatabase(ownerUrl, 'coplan_kill_exchange');
  const exchange = await exchangeUnderKills(
    { databaseUrl, dataFolder },
    { roundsPerStep: Number(values.rounds), randomKills: Number(values.kills), random },
  );
  const count = (name: string, value: number) => ({ name, value, unit: '' });
  report('edi-kill', [
    count('kills of the gateway', exchange.killCount),
    count('messages handed over', exchange.handedOver),
    ...[count('lost', exchange.lost), count('doubled', exchange.doubled)],
    ...[count('gaps in numbers', exchange.numberGaps), count('numbers twice', exchange.numberDoubles)],
    ...[count('control numbers by 16 writers', numbers.taken), count('kills of writers', numbers.killCount)],
    ...[count('gaps', numbers.gaps), count('doubles', numbers.doubles)],
    { name: 'time for the control numbers', value: numbers.seconds, unit: 's' },
  ]);
} finally {
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
