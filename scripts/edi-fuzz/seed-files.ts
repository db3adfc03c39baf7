import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const mappings = fileURLToPath(new URL('../../packages/edi-mappings/src', import.meta.url));
const corpus = fileURLToPath(new URL('../../../shared/data/edi', import.meta.url));
const interchangePattern = /\.(x12|edi|edifact|txt|dat)$/i;
const seedBytesMax = 8_000;

/** The golden files of our own messages; with `withCorpus` also what partners have published, where it is at hand. */
export function readSeeds({ withCorpus }: { withCorpus: boolean }): Uint8Array[] {
  const own = filesBelow(mappings).filter((file) => file.includes('golden') && interchangePattern.test(file));
  const others = withCorpus && existsSync(corpus) ? filesBelow(corpus) : [];
  return [...own, ...others.filter((file) => !file.endsWith('.tsv'))]
    .filter((file) => statSync(file).size <= seedBytesMax)
    .map((file) => readFileSync(file));
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
