import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Source = { path: string; text: string };

/** Every TypeScript source below these folders of the repository, tests left out, in the order of their paths. */
export const readSources = (root: string, folders: readonly string[]): Source[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.includes('node_modules'))
      .sort()
      .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') })),
  );

/** Every match of a pattern with the path it was found in. */
export const findAll = (sources: readonly Source[], pattern: RegExp): { path: string; match: string[] }[] =>
  sources.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ path, match: [...match] })),
  );
