/** A process with several writers: each takes a control number and archives a file under it, until enough were taken. */
import { createLog, newId } from '@coplan/platform';
import { archiveSent } from '../../apps/edi-gateway/src/archive/interchange-archive.ts';
import { openDatabase } from '../../apps/edi-gateway/src/database.ts';
import { nextControlNumber } from '../../apps/edi-gateway/src/outbound/control-numbers.ts';

const [url = '', agreementId = '', numbersMax = '0', writers = '1'] = process.argv.slice(2);
const database = openDatabase({ url, log: createLog({ name: 'number-writer', level: 'fatal' }) });
const bytes = Buffer.from('ISA');
const kind = 'interchange' as const;
let isOver = false;

async function write(): Promise<void> {
  while (!isOver) {
    await database.transaction(async (sql) => {
      const number = await nextControlNumber(sql, { agreementId, kind });
      // Whoever comes too late gives his number back.
      if (number > Number(numbersMax)) {
        isOver = true;
        throw new Error('enough');
      }
      const controlNumber = String(number).padStart(9, '0');
      const about = { interchangeId: newId(), agreementId, fileName: `850-${controlNumber}.x12`, bytes };
      await archiveSent(sql, { ...about, controlNumber, now: new Date() });
    });
  }
}
const all = Array.from({ length: Number(writers) }, () =>
  write().catch((error: Error) => {
    if (error.message !== 'enough') throw error;
  }),
);
await Promise.all(all);
await database.end();
