import { assert } from '@coplan/kernel';
import { killPoints } from '@coplan/platform';
import { code, page, table } from './markdown.ts';
import { findAll, readSources } from './sources.ts';

/** Every step at which a test may kill an app, and where it lies. */
export function killPointsPage(root: string): string {
  const passed = findAll(
    readSources(root, ['apps/server/src', 'apps/edi-gateway/src']),
    /killPoint\((.+)\);/g,
  );
  const rows = killPoints.map((step) => {
    const places = passed.filter(({ match }) => match[1]?.includes(`'${step}'`)).map(({ path }) => path);
    assert(places.length > 0, `the step ${step} is passed somewhere`);
    return [code(step), places.join(', ')];
  });
  return page(
    'Kill points',
    'With `COPLAN_KILL_AT=<step>` in its environment an app kills itself (SIGKILL) when it passes that step: a test aid to prove that nothing is lost and nothing happens twice. In the order in which work passes them:',
    table(['step', 'where'], rows),
  );
}
