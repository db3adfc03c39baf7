/** `npm run bench -- NAME`: runs scripts/bench/NAME.ts; its last line is one JSON object with figures beside floor and peer. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'bench');
const [name = ''] = process.argv.slice(2);
const file = join(folder, `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const names = readdirSync(folder)
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => entry.slice(0, -3));
  console.error(`There is no benchmark "${name}". Try one of: ${names.join(', ')}`);
  process.exit(2);
}
await import(file);
