import { expect, test } from 'vitest';
import { placeOf } from './view.ts';

const ups = [
  '..',
  '../..',
  './..',
  '..//..',
  'inbox/..',
  'inbox/../..',
  'outbox/../..',
  '/..',
  '//..',
  '../inbox/../..',
];
const goals = [
  'etc/passwd',
  'secret.x12',
  'archive/secret.x12',
  'inbox/a/b',
  '.',
  '..',
  'outbox.x12/a',
  'inboxes/a',
];
const oddNames = [
  'a\0b',
  'a\nb',
  'a\u007fb',
  'a\u009bb',
  'a\\b',
  '..\\a',
  `.coplan-a`,
  'x'.repeat(256),
  '\u001b[2J',
];
const escapes = [
  ...ups.flatMap((up) => goals.flatMap((goal) => [`${up}/${goal}`, `/${up}/${goal}`])),
  ...['/inbox', 'inbox', '/inbox/.', '/outbox', '/outbox/../inbox'].flatMap((folder) =>
    oddNames.map((name) => `${folder}/${name}`),
  ),
];

test('more than two hundred ways out of the two folders lead nowhere, or to the root that a partner may see', () => {
  expect(escapes.length).toBeGreaterThan(200);
  const reached = escapes.map((path) => ({ path, place: placeOf(path) }));
  expect(reached.filter(({ place }) => place !== undefined && place.kind !== 'root')).toEqual([]);
});

test('a file of the two folders is found however its path is written', () => {
  for (const path of [
    'inbox/a.x12',
    '/inbox/a.x12',
    '/./inbox//a.x12',
    '/outbox/../inbox/a.x12',
    '../inbox/a.x12',
  ]) {
    expect([path, placeOf(path)]).toEqual([path, { kind: 'file', folder: 'inbox', name: 'a.x12' }]);
  }
  expect(placeOf('/inbox/Übersicht 1.x12')).toMatchObject({ name: 'Übersicht 1.x12' });
  expect(placeOf('/inbox')).toEqual({ kind: 'folder', folder: 'inbox' });
});
