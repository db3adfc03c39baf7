import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mappedMessages } from '@coplan/edi-mappings';
import { expect, test } from 'vitest';
import { referencePages } from './pages.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

test.each(Object.entries(referencePages(root)))('docs/reference/%s says what the code does', (name, text) => {
  const remedy = 'run "node scripts/run.mjs scripts/generate-reference.ts" and commit the page';
  expect(readFileSync(join(root, 'docs', 'reference', name), 'utf8'), remedy).toBe(text);
});

test('every message that is mapped has its page', () => {
  const names = mappedMessages.map(({ mapping }) => `edi-${mapping.type.toLowerCase()}.md`);
  expect(Object.keys(referencePages(root))).toEqual(expect.arrayContaining(names));
});
