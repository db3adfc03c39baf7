import { type Module, readImports } from './modules.ts';

const plant = (root: string, path: string, text: string): Module => ({
  path,
  text,
  imports: readImports({ root, path, text }),
});

/** One violation of each rule. The check fails when any of them goes unnoticed. */
export const plantedViolations = (root: string): { rule: string; module: Module }[] => [
  {
    rule: 'slice-order',
    module: plant(root, 'apps/server/src/partners/planted.ts', "import { place } from '../orders/index.ts';"),
  },
  {
    rule: 'slice-front-door',
    module: plant(
      root,
      'apps/server/src/orders/planted.ts',
      "import { a } from '../catalog/catalog.errors.ts';",
    ),
  },
  {
    rule: 'packages-as-declared',
    module: plant(root, 'apps/server/src/orders/planted.ts', "import { decode } from '@coplan/edi';"),
  },
  {
    rule: 'engines-are-pure',
    module: plant(root, 'packages/planning/src/planted.ts', 'const now = Date.now();'),
  },
  {
    rule: 'portal-sees-types-only',
    module: plant(root, 'apps/portal/src/planted.ts', "import { appRouter } from '@coplan/server';"),
  },
  {
    rule: 'platform-knows-no-business',
    module: plant(root, 'apps/server/src/platform/planted.ts', "import { a } from '../orders/index.ts';"),
  },
  {
    rule: 'no-unresolvable',
    module: plant(root, 'packages/kernel/src/planted.ts', "import './nowhere.ts';"),
  },
  {
    rule: 'no-reaching-into-packages',
    module: plant(root, 'packages/cli/src/planted.ts', "import { a } from '../../kernel/src/dates.ts';"),
  },
];
