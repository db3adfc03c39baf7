/**
 * `npm run bench -- edi [--gigabyte]`: one interchange of 850s of about 20 MB, read and written, beside what others make of
 * the same bytes and beside what the bytes allow. Processor time, best of seven rounds in which all take their turns. With
 * --gigabyte the same sets are piped, until a gigabyte has passed, into a process that only reads and whose memory is watched.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readSync } from 'node:fs';
import { Readable } from 'node:stream';
import {
  decode,
  encodeX12,
  InterchangeReader,
  messagesOf,
  SegmentReader,
  type WireSegment,
  writeX12,
  type X12Interchange,
} from '@coplan/edi';
import { type Figure, report } from '../measure.ts';

const setCount = 5000;
const linesPerSet = 40;
const chunkBytes = 65_536;
const rounds = 7;
const million = 1e6;

const lineOf = (line: number): string =>
  `PO1*${line + 1}*${(line % 9) + 1}*CA*12.375*PE*UK*10012345678902*IN*A-${line}*VN*V${line}~PID*F****ROASTED COFFEE BEANS 500 G~`;
const set = (number: number): string => {
  const reference = String(number).padStart(4, '0');
  const lines = Array.from({ length: linesPerSet }, (_, line) => lineOf(line)).join('');
  return `ST*850*${reference}~BEG*00*SA*PO-${number}**20261122~DTM*002*20261201~${lines}CTT*${linesPerSet}~SE*${5 + 2 * linesPerSet}*${reference}~`;
};
const head =
  'ISA*00*          *00*          *ZZ*BUYER          *ZZ*SUPPLIER       *261122*1015*U*00401*000000001*0*P*>~GS*PO*BUYER*SUPPLIER*20261122*1015*1*X*004010~';

function* interchange(sets: number): Generator<Buffer> {
  yield Buffer.from(head, 'latin1');
  const step = 20;
  for (let number = 1; number <= sets; number += step) {
    const numbers = Array.from({ length: Math.min(step, sets - number + 1) }, (_, index) => number + index);
    yield Buffer.from(numbers.map(set).join(''), 'latin1');
  }
  yield Buffer.from(`GE*${sets}*1~IEA*1*000000001~`, 'latin1');
}

/** Counts the sets that a reader accepts which keeps nothing. */
function acceptedCounter(): { reader: InterchangeReader; count: () => number } {
  let accepted = 0;
  const reader = new InterchangeReader({
    message(message) {
      if (!message.issues.some(({ severity }) => severity === 'error')) accepted++;
    },
  });
  return { reader, count: () => accepted };
}

function countAccepted(chunks: Iterable<Uint8Array>): number {
  const { reader, count } = acceptedCounter();
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return count();
}

/** Full chunks, as a file gives them, whatever the pipe does. */
function fill(buffer: Buffer): number {
  let length = 0;
  let more = 1;
  while (length < buffer.length && more > 0) {
    more = readSync(0, buffer, length, buffer.length - length, null);
    length += more;
  }
  return length;
}

/** Reads what comes in by the pipe into one buffer, and tells what the process holds at its peak. */
function watchMemory(): void {
  const buffer = Buffer.alloc(chunkBytes);
  const { reader, count } = acceptedCounter();
  const before = process.memoryUsage.rss();
  const began = process.cpuUsage();
  let peak = before;
  for (let length = fill(buffer); length > 0; length = fill(buffer)) {
    reader.push(buffer.subarray(0, length));
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  reader.end();
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / million;
  const found = { accepted: count(), seconds, growth: (peak - before) / million, peak: peak / million };
  process.stdout.write(JSON.stringify(found));
}

async function gigabyte(): Promise<Figure[]> {
  const sets = Math.ceil(1e9 / set(12_345).length);
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'edi', '--watched'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let answer = '';
  child.stdout.on('data', (text: Buffer) => {
    answer += text.toString();
  });
  const ended = once(child, 'close');
  for (const chunk of interchange(sets)) if (!child.stdin.write(chunk)) await once(child.stdin, 'drain');
  child.stdin.end();
  await ended;
  const found = JSON.parse(answer) as { accepted: number; seconds: number; growth: number; peak: number };
  if (found.accepted !== sets) throw new Error(`${found.accepted} of ${sets} sets were accepted`);
  return [
    { name: '1 GB piped through, read and validated', value: 1000 / found.seconds, unit: 'MB/s' },
    { name: 'resident memory at its peak, more than before', value: found.growth, unit: 'MB' },
    { name: 'resident memory at its peak, Node included', value: found.peak, unit: 'MB' },
  ];
}

/** Million bytes a second of processor time for each piece of work, best of all rounds. */
async function paces<Name extends string>(
  bytes: Uint8Array,
  works: Readonly<Record<Name, () => unknown>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const before = process.cpuUsage();
      await works[name]();
      const { user, system } = process.cpuUsage(before);
      found[name] = Math.max(found[name], bytes.length / (user + system));
    }
  }
  return found;
}

async function compare(): Promise<void> {
  const bytes = Buffer.concat([...interchange(setCount)]);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  const { X12Parser } = (await import('node-x12' as string)) as unknown as {
    X12Parser: new (strict: boolean) => Peer;
  };
  const { X12parser } = (await import('x12-parser' as string)) as unknown as { X12parser: new () => Peer };
  const values = valuesOf(bytes);
  const isWhole = (written: Uint8Array | undefined): void => {
    if (written?.length !== bytes.length) throw new Error('what was written has another length');
  };
  const pace = await paces(bytes, {
    scan: () => countTerminators(bytes),
    lazy: () => offsetsWithLazySlices(chunks),
    nodeX12: () => drain(chunks, new X12Parser(false)),
    x12Parser: () => drain(chunks, new X12parser()),
    tokenised: () => tokenise(chunks),
    validated() {
      const accepted = countAccepted(chunks);
      if (accepted !== setCount) throw new Error(`${accepted} of ${setCount} sets were accepted`);
    },
    written: () => isWhole(writeX12(values).bytes),
    encoded: () => isWhole(encodeX12(values).bytes),
  });
  const figure = (name: string, value: number, floor: number): Figure => ({
    name,
    value,
    unit: 'MB/s',
    floor,
    ratioToFloor: value / floor,
  });
  const { scan, lazy, nodeX12, x12Parser, tokenised, validated, written, encoded } = pace;
  const figures = [
    figure('offsets with three lazy slices a segment, beside a scan for terminators', lazy, scan),
    figure('x12-parser, beside node-x12 as a stream', x12Parser, nodeX12),
    figure('cut into segments, three elements of each read, beside node-x12 as a stream', tokenised, nodeX12),
    figure('the same, beside offsets with lazy slices', tokenised, lazy),
    figure('read and validated, beside node-x12 as a stream', validated, nodeX12),
    figure('the same, beside a scan for terminators', validated, scan),
    figure('written from values, beside read and validated', written, validated),
    figure('written, read back and validated, beside read and validated', encoded, validated),
  ];
  report('edi', process.argv.includes('--gigabyte') ? [...figures, ...(await gigabyte())] : figures);
}

function countTerminators(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0x7e) count++;
  return count;
}

/** What a tokeniser cannot do without: where each separator is, and the tag and two elements of each segment as text. */
function offsetsWithLazySlices(chunks: readonly Buffer[]): number {
  const offsets = new Int32Array(256);
  let length = 0;
  for (const chunk of chunks) {
    const text = chunk.toString('latin1');
    let count = 0;
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === 0x2a) offsets[count++ & 255] = at;
      else if (byte === 0x7e) {
        const [first = 0, second = 0, third = 0] = offsets;
        length += text.slice(start, first).length + text.slice(first + 1, second).length;
        length += text.slice(second + 1, third).length;
        start = at + 1;
        count = 0;
      }
    }
  }
  return length;
}

function tokenise(chunks: readonly Uint8Array[]): number {
  let length = 0;
  const reader = new SegmentReader({
    header: () => undefined,
    note: () => undefined,
    segment: (current) => {
      length += current.tag.length + current.element(1).length + current.element(2).length;
    },
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return length;
}

type Peer = NodeJS.ReadWriteStream;

const drain = (chunks: readonly Buffer[], peer: Peer): Promise<number> =>
  new Promise((resolve, reject) => {
    let count = 0;
    peer.on('data', () => {
      count++;
    });
    peer.on('end', () => resolve(count));
    peer.on('error', reject);
    Readable.from(chunks).pipe(peer);
  });

/** The interchange of the bytes as values, to be written anew. */
function valuesOf(bytes: Uint8Array): X12Interchange {
  const messages = messagesOf(decode(bytes)).map(({ type, reference, segments }) => ({
    type,
    reference: Number(reference),
    segments: segments.slice(1, -1).map(({ tag, elements }): WireSegment => [tag, ...elements]),
  }));
  return {
    envelope: {
      sender: { qualifier: 'ZZ', id: 'BUYER' },
      receiver: { qualifier: 'ZZ', id: 'SUPPLIER' },
      version: '004010',
      isTest: false,
    },
    reference: 1,
    sentOn: '20261122',
    sentTime: '1015',
    groups: [{ type: 'PO', reference: 1, messages }],
  };
}

if (process.argv.includes('--watched')) watchMemory();
else await compare();
