import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrganisationId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../../partners/open-test-server.ts';
import { runImport } from './run-import.ts';

let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), 'coplan-killed-'));

beforeAll(async () => {
  server = await openTestServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Imports in a process of its own, which kills itself at the step; answers how it ended. */
function importUntil(step: string, about: { buyer: OrganisationId; kind: string; file: string }) {
  const script = join(import.meta.dirname, 'import-until-killed.ts');
  const child = spawn(
    process.execPath,
    [script, server.database.ownerUrl, about.buyer, about.kind, about.file],
    {
      env: { ...process.env, COPLAN_KILL_AT: step },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  return new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  );
}

const files = {
  sales: {
    text: `item,location,week,quantity\n${Array.from({ length: 300 }, (_, index) => `P${index % 60},S1,2026-W${40 + Math.floor(index / 60)},${index}`).join('\n')}\n`,
    facts: `select i.item_number, s.starts_on::text, to_json(s.sold_milli) as sold from sales_series s
      join item_locations il on il.id = s.item_location_id join items i on i.id = il.item_id
      where s.org_id = $1 order by 1`,
    factCount: 60,
  },
  items: {
    text: `item,description\n${Array.from({ length: 1_500 }, (_, index) => `P${index},Product ${index}`).join('\n')}\n`,
    facts: 'select item_number, description from items where org_id = $1 order by 1',
    factCount: 1_500,
  },
};

test.each([
  ['sales', 'import.chunk-written', 0],
  ['sales', 'import.before-done', 0],
  ['items', 'import.chunk-written', 1_000],
] as const)(
  'an import of %s that is killed at %s leaves nothing half done, and the same file completes it',
  async (kind, step, keptCount) => {
    const { text, facts, factCount } = files[kind];
    const buyer = await server.addOrganisation(`Killed ${kind} ${step}`, 'buyer');
    const whole = await server.addOrganisation(`Whole ${kind} ${step}`, 'buyer');
    const file = join(folder, `${kind}-${step}.csv`);
    writeFileSync(file, text);
    expect(await importUntil(step, { buyer, kind, file })).toBe('SIGKILL');
    expect(await server.database.asOwner(facts, [buyer])).toHaveLength(keptCount);
    expect(await importUntil('nothing', { buyer, kind, file })).toBe(0);
    await runImport(server.contextOf(whole), {
      kind,
      options: { createMissing: true, replace: false },
      file: { path: file, sha256: '0'.repeat(64), sizeBytes: text.length },
      fileName: 'whole.csv',
    });
    const completed = await server.database.asOwner(facts, [buyer]);
    expect(completed).toHaveLength(factCount);
    expect(completed).toEqual(await server.database.asOwner(facts, [whole]));
    const states = await server.database.asOwner<{ state: string }>(
      'select state from imports where org_id = $1 order by started_at, id',
      [buyer],
    );
    expect(states.map((row) => row.state)).toEqual(['failed', 'done']);
  },
);
