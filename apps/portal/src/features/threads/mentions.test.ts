import { expect, test } from 'vitest';
import { mentionAt, mentionedIn, piecesOf, suggestPeople, writeMention } from './mentions.ts';

const people = [
  { userId: '1', name: 'Planner One', organisationName: 'Acme', isOwn: false },
  { userId: '2', name: 'Planner Two', organisationName: 'Us', isOwn: true },
];

test('an @ at the start of a word asks whom to mention, an address does not', () => {
  expect(mentionAt('Please @pla', 11)).toEqual({ from: 7, text: 'pla' });
  expect(mentionAt('write to info@acme', 18)).toBeUndefined();
  expect(mentionAt('@Planner One please look', 24)).toBeUndefined();
});

test('an internal message offers only our own people', () => {
  expect(suggestPeople(people, { text: 'plan', visibility: 'internal' })).toEqual([people[1]]);
  expect(suggestPeople(people, { text: 'plan', visibility: 'shared' })).toEqual([people[1], people[0]]);
});

test('choosing a person writes the name and leaves the rest as it was', () => {
  const query = { from: 7, text: 'pla' };
  const written = writeMention('Please @pla look', { query, caret: 11, name: 'Planner Two' });
  expect(written).toEqual({ body: 'Please @Planner Two look', caret: 20 });
  expect(mentionedIn(written.body, people)).toEqual([people[1]]);
});

test('pieces of a message put together are the message', () => {
  const body = '@Planner One and @Planner Two, see @nobody';
  const pieces = piecesOf(body, ['Planner One', 'Planner Two']);
  expect(pieces.map(({ text }) => text).join('')).toBe(body);
  expect(pieces.filter(({ isMention }) => isMention).map(({ text }) => text)).toEqual([
    '@Planner One',
    '@Planner Two',
  ]);
});
