import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { claimFile, createFolderWatch, listClaimed, putAway } from './pick-up.ts';
import { ensurePlaces, placesOf } from './places.ts';
import { revealFile, stageFile } from './put-file.ts';

const root = mkdtempSync(join(tmpdir(), 'coplan-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const places = placesOf(join(root, 'inbox'));
beforeEach(async () => {
  for (const folder of Object.values(places)) rmSync(folder, { recursive: true, force: true });
  await ensurePlaces(places);
});

test('a file that grows under its final name is taken only when two looks saw the same', async () => {
  const watch = createFolderWatch(0);
  const path = join(places.inbox, 'slow.x12');
  writeFileSync(path, 'ISA');
  expect(await watch.findComplete(places.inbox)).toEqual([]);
  appendFileSync(path, '*00');
  expect(await watch.findComplete(places.inbox)).toEqual([]);
  expect(await watch.findComplete(places.inbox)).toEqual(['slow.x12']);
});

test('two quick looks are not enough when a file has to lie still for a while', async () => {
  const watch = createFolderWatch(3_600_000);
  writeFileSync(join(places.inbox, 'new.x12'), 'ISA');
  for (let look = 0; look < 3; look++) expect(await watch.findComplete(places.inbox)).toEqual([]);
});

test('of many who claim one file exactly one gets it, under a harmless name', async () => {
  writeFileSync(join(places.inbox, '..evil name\n$(x).x12'), 'ISA');
  const now = new Date('2026-11-22T09:00:00Z');
  const claims = await Promise.all(
    Array.from({ length: 20 }, () => claimFile(places, '..evil name\n$(x).x12', now)),
  );
  const won = claims.filter((claim) => claim !== undefined);
  expect(won).toHaveLength(1);
  expect(won[0]).toMatch(/^20261122090000-[0-9a-f]{8}-_evil_name___x_\.x12$/);
  expect(await listClaimed(places)).toEqual(won);
  await putAway(places, won[0] ?? '', 'archive');
  await putAway(places, won[0] ?? '', 'archive');
  expect(await listClaimed(places)).toEqual([]);
});

test('a file that the partner has already fetched is not shown a second time', async () => {
  const outbox = join(root, 'outbox');
  await stageFile(outbox, '850-1.x12', Buffer.from('ISA'));
  await revealFile(outbox, '850-1.x12');
  rmSync(join(outbox, '850-1.x12'));
  await revealFile(outbox, '850-1.x12');
  expect(await createFolderWatch(0).findComplete(outbox)).toEqual([]);
  expect(await createFolderWatch(0).findComplete(outbox)).toEqual([]);
});
