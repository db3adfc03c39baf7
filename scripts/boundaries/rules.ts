import type { Import, Module } from './modules.ts';

/** What is wrong where, as one sentence. */
export type Violation = { rule: string; path: string; text: string };
/** A rule looks at one module, and at nothing else. */
export type Rule = { name: string; why: string; check(module: Module): string[] };

const slices = [
  'partners',
  'catalog',
  'inventory',
  'forecasting',
  'collaboration',
  'orders',
  'replenishment',
  'fulfillment',
  'warehouse',
  'logistics',
  'returns',
  'warranty',
  'care',
  'performance',
]; // prettier-ignore

const isTest = (path: string): boolean => /\.(test|bench)\.tsx?$/.test(path);
const sliceOf = (path: string): string | undefined => {
  const name = /^apps\/server\/src\/([^/]+)\//.exec(path)?.[1];
  return name !== undefined && slices.includes(name) ? name : undefined;
};
const packageOf = (path: string): string | undefined => /^(packages|apps)\/([^/]+)\//.exec(path)?.[2];
const bareName = (specifier: string): string =>
  specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '');

/** Which of our packages each package may import; whoever is not named here imports none of ours. */
const allowedPackages: Record<string, readonly string[]> = {
  as2: [],
  collaboration: ['kernel'],
  documents: ['kernel'],
  edi: ['kernel'],
  'edi-mappings': ['documents', 'edi', 'kernel'],
  forecasting: ['kernel'],
  fulfillment: ['kernel'],
  planning: ['forecasting', 'kernel'],
  platform: ['kernel'],
  cli: ['documents', 'edi', 'edi-mappings', 'forecasting', 'kernel', 'planning', 'platform'],
  testkit: ['kernel', 'platform'],
  server: [
    'collaboration',
    'documents',
    'forecasting',
    'fulfillment',
    'kernel',
    'planning',
    'platform',
    'testkit',
  ],
  'edi-gateway': ['as2', 'documents', 'edi', 'edi-mappings', 'kernel', 'platform', 'testkit'],
  portal: ['collaboration', 'edi-gateway', 'fulfillment', 'kernel', 'planning', 'server', 'testkit'],
};
/** Parts of Node that compute and touch nothing, where a pure package may use them. */
const pureNodeModules: Record<string, readonly string[]> = { as2: ['node:crypto', 'node:zlib'] };
const pureParts = [
  'as2',
  'collaboration',
  'kernel',
  'edi',
  'edi-mappings',
  'forecasting',
  'fulfillment',
  'planning',
  'documents',
];
const impure = /\b(Date\.now\(|new Date\(\)|Math\.random\(|process\.env|performance\.now\()/;

const eachImport = (module: Module, say: (imported: Import) => string | undefined): string[] =>
  module.imports.map(say).filter((text) => text !== undefined);

const sliceOrder: Rule = {
  name: 'slice-order',
  why: 'a slice imports only from its left; news travels back by event',
  check: (module) => {
    const own = sliceOf(module.path);
    if (own === undefined || isTest(module.path)) return [];
    return eachImport(module, ({ target }) => {
      const other = sliceOf(target);
      const isLater = other !== undefined && slices.indexOf(other) > slices.indexOf(own);
      return isLater ? `${own} imports ${other}, which lies to its right` : undefined;
    });
  },
};

const sliceFrontDoor: Rule = {
  name: 'slice-front-door',
  why: 'a slice is entered through its index.ts',
  check: (module) => {
    if (isTest(module.path)) return [];
    return eachImport(module, ({ target }) => {
      const other = sliceOf(target);
      const isInside = other !== undefined && other !== sliceOf(module.path) && !target.endsWith('/index.ts');
      return isInside ? `imports ${target}, past the front door of ${other}` : undefined;
    });
  },
};

const packageTable: Rule = {
  name: 'packages-as-declared',
  why: 'the server has never heard of EDI, a mapping has never heard of a database',
  check: (module) => {
    const own = packageOf(module.path) ?? '';
    return eachImport(module, ({ target }) => {
      const other = /^@coplan\/([^/]+)$/.exec(target)?.[1];
      if (other === undefined || (other === 'testkit' && isTest(module.path))) return undefined;
      return (allowedPackages[own] ?? []).includes(other)
        ? undefined
        : `${own} may not import @coplan/${other}`;
    });
  },
};

const purity: Rule = {
  name: 'engines-are-pure',
  why: 'engines, kernel and syntax do no I/O and read no clock, randomness or environment',
  check: (module) => {
    const own = packageOf(module.path) ?? '';
    if (!pureParts.includes(own) || isTest(module.path)) return [];
    const imports = eachImport(module, ({ target }) =>
      target.startsWith('node:') && !pureNodeModules[own]?.includes(target) ? `imports ${target}` : undefined,
    );
    const found = impure.exec(module.text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, ''));
    return found === null ? imports : [...imports, `reads ${found[1]}`];
  },
};

const portalTypesOnly: Rule = {
  name: 'portal-sees-types-only',
  why: 'no server code reaches the browser',
  check: (module) =>
    packageOf(module.path) === 'portal'
      ? eachImport(module, ({ target, isTypeOnly }) =>
          ['@coplan/server', '@coplan/edi-gateway'].includes(target) && !isTypeOnly
            ? `imports ${target} as a value`
            : undefined,
        )
      : [],
};

const platformKnowsNoSlice: Rule = {
  name: 'platform-knows-no-business',
  why: 'the platform knows no business word',
  check: (module) =>
    module.path.startsWith('apps/server/src/platform/') && !isTest(module.path)
      ? eachImport(module, ({ target }) => (sliceOf(target) === undefined ? undefined : `imports ${target}`))
      : [],
};

const noUnresolvable: Rule = {
  name: 'no-unresolvable',
  why: 'an import that leads nowhere hides from every other rule',
  check: (module) =>
    eachImport(module, ({ specifier, isResolved }) =>
      isResolved ? undefined : `${specifier} leads nowhere`,
    ),
};

const noReachingIn: Rule = {
  name: 'no-reaching-into-packages',
  why: 'a package is entered through its index.ts',
  check: (module) =>
    eachImport(module, ({ specifier, target }) => {
      const isDeep = bareName(specifier).startsWith('@coplan/') && specifier.split('/').length > 2;
      const other = specifier.startsWith('.') ? packageOf(target) : undefined;
      const isSideways = other !== undefined && other !== packageOf(module.path);
      return isDeep || isSideways ? `imports ${specifier}, past the package's index` : undefined;
    }),
};

export const rules: readonly Rule[] = [
  sliceOrder,
  sliceFrontDoor,
  packageTable,
  purity,
  portalTypesOnly,
  platformKnowsNoSlice,
  noUnresolvable,
  noReachingIn,
]; // prettier-ignore

/** All violations of the rules, of all of them unless some are named. */
export const findViolations = (modules: readonly Module[], checked: readonly Rule[] = rules): Violation[] =>
  modules.flatMap((module) =>
    checked.flatMap((rule) =>
      rule
        .check(module)
        .map((text) => ({ rule: rule.name, path: module.path, text: `${text} (${rule.why})` })),
    ),
  );
