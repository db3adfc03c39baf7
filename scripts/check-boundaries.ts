/** `npm run boundaries`: who may import whom. Fails on a violation, on reading too few modules, and when it is blind. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCycles } from './boundaries/cycles.ts';
import { readModules } from './boundaries/modules.ts';
import { plantedViolations } from './boundaries/planted.ts';
import { findViolations } from './boundaries/rules.ts';

const modulesMin = 200;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = readModules(root);
const problems: string[] = [];

if (modules.length < modulesMin)
  problems.push(`only ${modules.length} modules were read, expected ${modulesMin} or more`);
for (const { rule, module } of plantedViolations(root)) {
  const isFound = findViolations([module]).some((violation) => violation.rule === rule);
  if (!isFound) problems.push(`the planted violation of ${rule} went unnoticed: the check is blind`);
}
for (const { rule, path, text } of findViolations(modules)) problems.push(`${path}: ${rule}: ${text}`);
for (const cycle of findCycles(modules)) problems.push(`cycle: ${cycle.join(' → ')}`);

for (const problem of problems) console.error(problem);
console.log(`${modules.length} modules, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
