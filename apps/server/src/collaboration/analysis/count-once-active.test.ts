import { expect, test } from 'vitest';
import { openAnalysisWorld } from './analysis-world.ts';

test('an agreement that comes into force has its scorecard at once, the same for both sides', async () => {
  const world = await openAnalysisWorld();
  try {
    const about = { agreementId: world.agreementId };
    expect((await world.buyer.analysis.scorecard(about)).period.count).toBe(0);
    await world.app.runPending();
    const card = await world.buyer.analysis.scorecard(about);
    expect(card.period.count).toBe(13);
    expect(card.lines.some(({ n }) => n > 0)).toBe(true);
    expect(await world.seller.analysis.scorecard(about)).toEqual(card);
  } finally {
    await world.app.remove();
  }
});
