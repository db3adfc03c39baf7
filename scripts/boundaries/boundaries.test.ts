import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findCycles } from './cycles.ts';
import { findProblems } from './find-problems.ts';
import { type Module, readModules } from './modules.ts';
import { plantedViolations } from './planted.ts';
import { rules } from './rules.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const modules = readModules(root);

test('the code keeps its boundaries', () => {
  expect(findProblems(root, modules)).toEqual([]);
});

test('a check that reads too few modules fails', () => {
  expect(findProblems(root, modules.slice(0, 10))).toContain(
    'only 10 modules were read, expected 200 or more',
  );
});

test.each(rules.map(({ name }) => name))('without the rule %s the check knows that it is blind', (name) => {
  const rest = rules.filter((rule) => rule.name !== name);
  expect(findProblems(root, modules, rest).join('\n')).toContain(
    `the planted violation of ${name} went unnoticed`,
  );
});

test.each(plantedViolations(root))('a violation of $rule among the modules is told', ({ rule, module }) => {
  expect(findProblems(root, [...modules, module]).join('\n')).toContain(`${module.path}: ${rule}`);
});

test('files that import one another in a circle are told', () => {
  const file = (path: string, target: string): Module => {
    const one = { specifier: `./${target}`, target, isTypeOnly: false, isResolved: true };
    return { path, text: '', imports: [one] };
  };
  expect(findCycles([file('a.ts', 'b.ts'), file('b.ts', 'c.ts'), file('c.ts', 'a.ts')])).toEqual([
    ['a.ts', 'b.ts', 'c.ts', 'a.ts'],
  ]);
});
