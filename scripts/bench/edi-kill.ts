/**
 * The EDI gateway under SIGKILL: at every named step of receiving and sending by folder, AS2, SFTP and HTTPS, then at
 * random moments, while confirmations come in and orders go out; and 16 writers that take control numbers while their
 * processes are killed. Nothing may be lost, doubled or skipped. `--kills 200` (for each way), `--rounds 3` (per step),
 * `--ways folder,as2,sftp,https` and `--numbers 100000` set the size.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog, startEmbeddedPostgres, urlForDatabase } from '@coplan/platform';
import { exchangeUnderKills } from '../edi-kill/exchange-under-kills.ts';
import { numbersUnderKills } from '../edi-kill/numbers-under-kills.ts';
import { ways } from '../edi-kill/partners.ts';
import { type Figure, report, seededRandom } from '../measure.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    ways: { type: 'string', default: ways.join(',') },
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
  const count = (name: string, value: number) => ({ name, value, unit: '' });
  const figures: Figure[] = [];
  for (const way of ways.filter((one) => values.ways.split(',').includes(one))) {
    const databaseUrl = urlForDatabase(ownerUrl, `coplan_kill_${way}`);
    const result = await exchangeUnderKills(
      { way, databaseUrl, dataFolder: join(dataFolder, way) },
      { roundsPerStep: Number(values.rounds), randomKills: Number(values.kills), random },
    );
    figures.push(
      count(`${way}: kills of the gateway`, result.killCount),
      count(`${way}: messages handed over`, result.handedOver),
      ...[count(`${way}: lost`, result.lost), count(`${way}: doubled`, result.doubled)],
      count(`${way}: gaps in numbers`, result.numberGaps),
      count(`${way}: numbers twice`, result.numberDoubles),
    );
    console.log(JSON.stringify({ way, ...result }));
  }
  report('edi-kill', [
    ...figures,
    ...[count('control numbers by 16 writers', numbers.taken), count('kills of writers', numbers.killCount)],
    ...[count('gaps', numbers.gaps), count('doubles', numbers.doubles)],
    { name: 'time for the control numbers', value: numbers.seconds, unit: 's' },
  ]);
} finally {
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
