import type { Module } from './modules.ts';

/** Cycles among files through imports of values, each as a path that ends where it began. */
export function findCycles(modules: readonly Module[]): string[][] {
  const edges = new Map(
    modules.map(({ path, imports }) => [
      path,
      imports.filter((one) => !one.isTypeOnly).map((one) => one.target),
    ]),
  );
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push([...trail.slice(start), path]);
      return;
    }
    if (finished.has(path)) return;
    for (const target of edges.get(path) ?? []) if (edges.has(target)) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}
