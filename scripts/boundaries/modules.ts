import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import as written, and the file or package it leads to. */
export type Import = { specifier: string; target: string; isTypeOnly: boolean; isResolved: boolean };
/** A source file, its path relative to the repository, and what it imports. */
export type Module = { path: string; text: string; imports: Import[] };

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]|import\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Everything that `text` imports; `target` is a path relative to `root`, or the package's name. */
export function readImports({ root, path, text }: { root: string; path: string; text: string }): Import[] {
  const imports: Import[] = [];
  for (const [, typeOnly, statically, dynamically] of text.matchAll(importPattern)) {
    const specifier = statically ?? dynamically ?? '';
    const isTypeOnly = typeOnly !== undefined;
    if (!specifier.startsWith('.')) {
      imports.push({ specifier, target: specifier, isTypeOnly, isResolved: true });
      continue;
    }
    const absolute = resolve(join(root, dirname(path)), specifier);
    const isAsset = /\.(css|svg|json)$/.test(specifier);
    imports.push({
      specifier,
      target: relative(root, absolute),
      isTypeOnly,
      isResolved: isAsset || existsSync(absolute),
    });
  }
  return imports;
}

function sourceFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules') && !name.includes('/dist/'))
    .map((name) => join(folder, name));
}

/** Every TypeScript file below `packages/*` and `apps/*`, tests included. */
export function readModules(root: string): Module[] {
  const folders = ['packages', 'apps'].flatMap((top) =>
    readdirSync(join(root, top)).map((name) => join(root, top, name, 'src')),
  );
  return folders.flatMap(sourceFiles).map((file) => {
    const path = relative(root, file);
    const text = readFileSync(file, 'utf8');
    return { path, text, imports: readImports({ root, path, text }) };
  });
}
