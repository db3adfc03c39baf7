/** One interchange of about 20 MB of 850s: read and validated, beside a scan that only counts terminators. */
import { InterchangeReader } from '@coplan/edi';
import { fastest, report } from '../measure.ts';

const setCount = 5000;
const linesPerSet = 40;
const chunkBytes = 65_536;

const set = (number: number): string => {
  const reference = String(number).padStart(4, '0');
  const lines = Array.from(
    { length: linesPerSet },
    (_, line) =>
      `PO1*${line + 1}*${(line % 9) + 1}*CA*12.375*PE*UK*10012345678902*IN*A-${line}*VN*V${line}~PID*F****ROASTED COFFEE BEANS 500 G~`,
  ).join('');
  const segments = 5 + 2 * linesPerSet;
  return `ST*850*${reference}~BEG*00*SA*PO-${number}**20261122~DTM*002*20261201~${lines}CTT*${linesPerSet}~SE*${segments}*${reference}~`;
};
const head =
  'ISA*00*          *00*          *ZZ*BUYER          *ZZ*SUPPLIER       *261122*1015*U*00401*000000001*0*P*>~GS*PO*BUYER*SUPPLIER*20261122*1015*1*X*004010~';
const body = Array.from({ length: setCount }, (_, index) => set(index + 1)).join('');
const bytes = Buffer.from(`${head}${body}GE*${setCount}*1~IEA*1*000000001~`, 'latin1');
const megabytes = bytes.length / 1e6;

let terminatorCount = 0;
const floor =
  megabytes /
  fastest(3, () => {
    terminatorCount = 0;
    for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0x7e) terminatorCount += 1;
  });
let acceptedCount = 0;
const value =
  megabytes /
  fastest(3, () => {
    acceptedCount = 0;
    const reader = new InterchangeReader({
      message(message) {
        if (!message.issues.some((issue) => issue.severity === 'error')) acceptedCount += 1;
      },
    });
    for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes));
    reader.end();
  });
if (acceptedCount !== setCount) throw new Error(`${acceptedCount} of ${setCount} sets were accepted`);
report('edi', [
  {
    name: `read and validate ${megabytes.toFixed(1)} MB, ${terminatorCount} segments`,
    value,
    unit: 'MB/s',
    floor,
    ratioToFloor: value / floor,
  },
]);
