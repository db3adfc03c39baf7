import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { importCommand } from './import.ts';
import { runCommand } from './run.ts';

/** A server of the test's own that answers as the real one does; what it was asked is kept. */
type Asked = { method: string; url: string; key: string; body: string };
let server: Server;
let url: string;
let asked: Asked[] = [];
let printed: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'coplan-cli-'));
const file = join(folder, 'sales.csv');

const report = {
  rowCount: 2,
  acceptedCount: 1,
  rejectedCount: 1,
  counts: { addedItems: 1 },
  issues: [{ rowNumber: 3, columnName: 'date', code: 'x', message: 'write the year first' }],
};
const runs = ['queued', 'running', 'done'].map((state) => ({
  state,
  phase: state,
  doneCount: 0,
  totalCount: 0,
  counts: { planned: 7, problems: 2 },
  error: null,
}));

async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { method = '', url: path = '', headers } = request;
  asked.push({ method, url: path, key: headers.authorization ?? '', body });
  if (headers.authorization !== 'Bearer right')
    return { status: 401, body: { error: { message: 'Sign in first' } } };
  if (path.startsWith('/api/v1/imports/')) return { status: 200, body: report };
  if (path.startsWith('/trpc/runs.start'))
    return { status: 200, body: { result: { data: { runId: 'r1' } } } };
  return { status: 200, body: { result: { data: runs.shift() ?? {} } } };
}

beforeAll(async () => {
  writeFileSync(file, 'item,location,date,quantity\nA,S1,2026-11-02,1\nA,S1,02/11/2026,1\n');
  server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => vi.restoreAllMocks());

test('a file is sent as it is, and its bad rows are printed with line and remedy', async () => {
  const code = await importCommand.run(['sales', file, '--create-missing', '--url', url, '--key', 'right']);
  expect(code).toBe(1);
  expect(asked[0]?.body).toContain('A,S1,02/11/2026,1');
  expect(asked[0]?.url).toContain('createMissing=true');
  expect(printed.join('\n')).toContain('2 rows, 1 taken, 1 rejected');
  expect(printed.join('\n')).toContain('line 3, date: write the year first');
});

test.each([
  [['sales'], /a kind and a file/],
  [['turnover', 'x.csv'], /there is no kind "turnover"/],
  [['sales', join(folder, 'absent.csv')], /there is no file/],
  [['sales', file, '--colour', 'red'], /colour/],
])('misuse %j is explained before anything is sent', async (args, message) => {
  await expect(importCommand.run([...args, '--url', url, '--key', 'right'])).rejects.toThrow(message);
  expect(asked).toEqual([]);
});

test('a refusal of the server and a server that is not there are each one sentence', async () => {
  await expect(importCommand.run(['sales', file, '--url', url, '--key', 'wrong'])).rejects.toThrow(
    'Sign in first',
  );
  await expect(
    importCommand.run(['sales', file, '--url', 'http://127.0.0.1:1', '--key', 'right']),
  ).rejects.toThrow(/cannot be reached/);
});

test('a run is started for a day of the past and waited for', async () => {
  expect(await runCommand.run(['--as-of', '2023-10-16', '--url', url, '--key', 'right'])).toBe(0);
  expect(asked[0]).toMatchObject({ method: 'POST', body: '{"asOf":"2023-10-16"}' });
  expect(printed.join('\n')).toMatch(/: done[\s\S]*planned: 7[\s\S]*2 item-locations could not be planned/);
});
