import { findCycles } from './cycles.ts';
import type { Module } from './modules.ts';
import { plantedViolations } from './planted.ts';
import { findViolations, type Rule, rules } from './rules.ts';

/** Fewer than this means that the check did not see the code. */
export const modulesMin = 200;

/** Everything that is wrong, one sentence each: violations, cycles, too few modules, and a rule that sees nothing. */
export function findProblems(
  root: string,
  modules: readonly Module[],
  checked: readonly Rule[] = rules,
): string[] {
  const tooFew =
    modules.length < modulesMin
      ? [`only ${modules.length} modules were read, expected ${modulesMin} or more`]
      : [];
  const blind = plantedViolations(root)
    .filter(
      ({ rule, module }) => !findViolations([module], checked).some((violation) => violation.rule === rule),
    )
    .map(({ rule }) => `the planted violation of ${rule} went unnoticed: the check is blind`);
  const violations = findViolations(modules, checked).map(
    ({ rule, path, text }) => `${path}: ${rule}: ${text}`,
  );
  const cycles = findCycles(modules).map((cycle) => `cycle: ${cycle.join(' → ')}`);
  return [...tooFew, ...blind, ...violations, ...cycles];
}
