/** Writes the pages of docs/reference that follow from the code: `node scripts/run.mjs scripts/generate-reference.ts`. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { referencePages } from './reference/pages.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
for (const [name, text] of Object.entries(referencePages(root))) {
  writeFileSync(join(root, 'docs', 'reference', name), text);
  console.log(`docs/reference/${name}`);
}
