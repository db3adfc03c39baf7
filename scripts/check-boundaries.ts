/** `npm run boundaries`: who may import whom. Fails on a violation, on reading too few modules, and when it is blind. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProblems } from './boundaries/find-problems.ts';
import { readModules } from './boundaries/modules.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = readModules(root);
const problems = findProblems(root, modules);
for (const problem of problems) console.error(problem);
console.log(`${modules.length} modules, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
