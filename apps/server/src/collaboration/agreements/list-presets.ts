import {
  agreementPreset,
  criteriaPreset,
  leadOptions,
  maturityLevels,
  scenarioPresets,
  sharingPreset,
} from '@coplan/collaboration';
import { localDateAt } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';

/** Where a new agreement begins: options A to D, scenarios, criteria, sharing by maturity, and a whole first content. */
export async function listPresets({ db, clock, actor }: Context) {
  const [own] = await db.read<{ currency: string; timeZone: string }>(
    `select currency, time_zone as "timeZone" from organisations where id = $1`,
    [actor.organisationId],
  );
  const { currency = 'EUR', timeZone = 'UTC' } = own ?? {};
  return {
    leadOptions,
    scenarios: scenarioPresets,
    maturityLevels: maturityLevels.map((level) => ({ ...level, sharing: sharingPreset(level.level) })),
    criteria: criteriaPreset(),
    content: agreementPreset({
      name: 'Weekly replenishment',
      scenario: 'dc-replenishment',
      leadOption: 'A',
      maturityLevel: 2,
      validFrom: localDateAt(clock.now(), timeZone),
      currency,
      timeZone,
    }),
  };
}
