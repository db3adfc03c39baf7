import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const appsFolder = join(import.meta.dirname, '../..');
const sqlStart =
  /^\s*(?:--|\/\*|with\s|select\s|insert\s+into|update\s|delete\s+from|merge\s|copy\s|truncate|set\s|create\s|alter\s|drop\s|grant\s|do\s)/i;
const sqlInside = /\b(?:select|insert into|update|delete from|where|order by)\b[^`]*\$\{/i;

type Template = { line: number; text: string; expressions: string[] };

/** Template literals of a source file with what they interpolate; nested ones are found on their own. */
function templatesIn(source: string): Template[] {
  const templates: Template[] = [];
  for (const { 0: whole, index } of source.matchAll(
    /`(?:\\[\s\S]|\$\{(?:[^`{}]|\{[^{}]*\}|`[^`]*`)*\}|[^`\\])*`/g,
  )) {
    const expressions = [...whole.matchAll(/\$\{((?:[^`{}]|\{[^{}]*\}|`[^`]*`)*)\}/g)].map((match) =>
      (match[1] ?? '').trim(),
    );
    const line = source.slice(0, index).split('\n').length;
    templates.push({ line, text: whole.slice(1, -1), expressions });
  }
  return templates;
}

/** A text that the module itself fixes: no parameter, no variable, nothing from outside. */
function isModuleConstant(source: string, expression: string): boolean {
  const name = /^[A-Za-z_]\w*$/.exec(expression)?.[0];
  if (name === undefined) return false;
  const declared = new RegExp(`^(?:export )?const ${name}\\b[^=]*=\\s*([\\s\\S]*?);$`, 'm').exec(source)?.[1];
  if (declared === undefined) return new RegExp(`^import[^;]*\\b${name}\\b[^;]*;$`, 'm').test(source);
  return !/=>|\bfunction\b/.test(declared);
}

/** The functions that make the SQL of tenant tables; they refuse everything but plain identifiers themselves. */
const isTableMaker = (expression: string): boolean => /^(?:ownRows|sharedRows)\('/.test(expression);

function violationsIn(file: string): string[] {
  const source = readFileSync(join(appsFolder, file), 'utf8');
  return templatesIn(source)
    .filter(
      ({ text, expressions }) => expressions.length > 0 && (sqlStart.test(text) || sqlInside.test(text)),
    )
    .flatMap(({ line, expressions }) =>
      expressions
        .filter((expression) => !isModuleConstant(source, expression) && !isTableMaker(expression))
        .filter((expression) => reviewed[file]?.includes(expression) !== true)
        .map((expression) => `${file}:${line} puts \${${expression}} into SQL`),
    );
}

/** Schema texts, run once by the owner at start: nothing from outside can reach them. */
const isSchema = (file: string): boolean => /\.migrations\.ts$|platform\/tenant-table\.ts$/.test(file);

/** Looked at one by one: each is chosen from a closed table of constants in its own module. */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  'server/src/replenishment/list-proposals.ts': ['key', 'after', 'order'],
  'server/src/replenishment/decision-lock.ts': ['how'],
  'server/src/replenishment/put-before-buyers.ts': ['change'],
};

test('no SQL text is built from anything but constants of its module', () => {
  const files = globSync('*/src/**/*.ts', { cwd: appsFolder }).filter(
    (file) =>
      !file.endsWith('.test.ts') &&
      !file.startsWith('portal') &&
      !file.includes('/cross-tenant/') &&
      !isSchema(file),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(violationsIn)).toEqual([]);
});

test('the check itself finds a value in a statement', () => {
  const placeholder = '$' + '{name}';
  const source = `const find = (name: string) => query(\`select 1 from users where name = ${placeholder}\`);`;
  const [template] = templatesIn(source);
  expect(template?.expressions).toEqual(['name']);
  expect(isModuleConstant(source, 'name')).toBe(false);
});
