import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encodeX12 } from '@coplan/edi';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'coplan-edi-'));
const good = join(folder, 'good.x12');
const bad = join(folder, 'bad.x12');

beforeAll(() => {
  const { bytes } = encodeX12({
    envelope: {
      sender: { qualifier: 'ZZ', id: 'NORTHRETAIL' },
      receiver: { qualifier: 'ZZ', id: 'MILLFOODS' },
      version: '004010',
      isTest: true,
      lineBreak: '\n',
    },
    reference: 1,
    sentOn: '20261102',
    sentTime: '0815',
    groups: [
      {
        type: 'PO',
        reference: 1,
        messages: [
          {
            type: '850',
            reference: 1,
            segments: [
              ['BEG', '00', 'SA', '4711', '', '20261102'],
              ['PO1', '1', '12', 'EA', '1.99'],
            ],
          },
        ],
      },
    ],
  });
  writeFileSync(good, bytes ?? '');
  writeFileSync(
    bad,
    Buffer.from(bytes ?? '')
      .toString('latin1')
      .replace('PO1*1*12', 'PO1*1*a dozen'),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command and answers its exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const parts: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void parts.push(`${line}\n`));
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    parts.push(Buffer.from(chunk as Uint8Array).toString('latin1'));
    return true;
  });
  const code = await main(['edi', ...args]);
  log.mockRestore();
  write.mockRestore();
  return { code, out: parts.join('') };
}

test('a good file is accepted, and a bad one refused with the reason and the place', async () => {
  expect(await run('check', good)).toEqual({ code: 0, out: `accepted ${good}  850\n` });
  const { code, out } = await run('check', bad);
  expect(code).toBe(1);
  expect(out).toMatch(
    /error: PO102: the quantity must be a decimal number .*segment 3 \(PO1\), element 2, byte \d+/,
  );
});

test('an EDIFACT interchange is answered by a CONTRL', async () => {
  const file = join(folder, 'orders.edi');
  const body = "UNH+1+ORDERS:D:96A:UN'BGM+220+4711+9'DTM+137:20261102:102'QTY+21:1'UNS+S'UNT+6+1'";
  writeFileSync(file, `UNB+UNOC:3+NORTH:ZZ+MILL:ZZ+261102:0815+17'${body}UNZ+1+17'`);
  const { code, out } = await run('ack', file, '--control', '5');
  expect(code).toBe(0);
  expect(out).toContain('UNB+UNOC:3+MILL:ZZ+NORTH:ZZ+');
  expect(out).toContain("UCI+17+NORTH:ZZ+MILL:ZZ+7'\nUCM+1+ORDERS:D:96A:UN+4'\nUCS+4+15'");
});

test('roundtrip answers each file of a list, the bad and the missing ones too', async () => {
  const list = join(folder, 'list');
  const missing = join(folder, 'missing.x12');
  writeFileSync(list, `${missing}\n${good}\n${bad}\n`);
  const { code, out } = await run('roundtrip', '--files', list);
  expect(code).toBe(0);
  const answers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers).toEqual([
    {
      file: missing,
      accepted: false,
      identical: false,
      messages: [],
      issues: [expect.objectContaining({ code: 'file-unreadable', offset: 0 })],
    },
    { file: good, accepted: true, identical: true, messages: [{ type: '850', accepted: true }], issues: [] },
    {
      file: bad,
      accepted: false,
      identical: true,
      messages: [{ type: '850', accepted: false }],
      issues: [expect.objectContaining({ severity: 'error', segment: 'PO1', offset: expect.any(Number) })],
    },
  ]);
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('FILES', list);
  expect((await run('roundtrip')).out).toBe(out);
  expect((await run('roundtrip', good)).out.split('\n')).toHaveLength(2);
});

test('the tree shows a segment in its loop, with its issue below', async () => {
  const { out } = await run('show', bad);
  expect(out).toMatch(
    /message 850 0001 {2}refused\n {6}BEG \| 00 .*\n {8}PO1 \| 1 \| a dozen .*\n {10}! error/,
  );
});

test('the acknowledgement goes back to the sender and names the group', async () => {
  const { code, out } = await run('ack', bad);
  expect(code).toBe(0);
  const { interchanges, issues } = decode(Buffer.from(out, 'latin1'));
  expect(issues).toEqual([]);
  expect(interchanges[0]).toMatchObject({ isAccepted: true, header: { receiver: { id: 'NORTHRETAIL' } } });
  expect(out).toContain('AK5*R*5~');
});

test('a file that is missing is told in one sentence', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect((await run('check', join(folder, 'nothing'))).code).toBe(2);
  expect(error.mock.calls[0]?.[0]).toMatch(/cannot be read/);
  error.mockRestore();
});

test('a partner is taken in by his samples: proposal, draft, guide and conformance, without a server', async () => {
  const sample = join(folder, 'sample.x12');
  const body =
    'BEG*00*SA*4711**20261102~CUR*BY*USD~DTM*002*20261109~N1*BY*NORTH*92*B1~N1*VN*MILL*92*V2~N1*ST*DC*92*D3~';
  const line = 'PO1*10*48*CA*12.5**UK*04006381333931~CTT*1~SE*10*0001~GE*1*1~IEA*1*000000001~';
  const isa =
    'ISA*00*          *00*          *ZZ*NORTHRETAIL    *ZZ*MILLFOODS      *261102*0815*U*00401*000000001*0*T*>~';
  writeFileSync(
    sample,
    `${isa}GS*PO*NORTHRETAIL*MILLFOODS*20261102*0815*1*X*004010~ST*850*0001~${body}${line}`,
  );
  const draft = join(folder, 'draft.json');
  const answers = join(folder, 'answers.json');
  const open = await run('propose', sample, '--own', 'ZZ:MILLFOODS');
  expect(open.code).toBe(1);
  expect(open.out).toContain('- Which acknowledgement does the partner want');
  writeFileSync(answers, JSON.stringify({ 'setting:functionalAcknowledgement': { choice: 0 } }));
  const done = await run('propose', sample, '--own', 'ZZ:MILLFOODS', '--answers', answers, '--draft', draft);
  expect(done.code).toBe(0);
  const guide = await run('guide', '--agreement', draft, '--html');
  expect(guide.out).toContain('<td>qualifier ZZ, id NORTHRETAIL</td>');
  const conform = await run('conform', sample, '--agreement', draft);
  expect(conform).toMatchObject({ code: 0 });
  expect(conform.out).toContain('| 850 | 1 | 1 | passed |');
  expect((await run('conform', bad, '--agreement', draft)).code).toBe(1);
  const { out } = await run('trace', sample, '--agreement', draft);
  expect(out).toContain('PO102 48 → lines[0].ordered.amountMilli = 48000');
});
