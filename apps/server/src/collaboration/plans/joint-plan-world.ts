import {
  type CollaborationWorld,
  openCollaborationWorld,
  type WorldSettings,
} from '../collaboration-world.ts';

/** For tests: the collaboration world in which both sides have published the same forecast and review the joint plan. */
export type JointPlanWorld = CollaborationWorld & { jointPlanId: string; bucketCount: number };

export async function openJointPlanWorld(settings: WorldSettings = {}): Promise<JointPlanWorld> {
  const world = await openCollaborationWorld(settings);
  await world.runOnce();
  const about = { agreementId: world.agreementId, purpose: 'sales' as const };
  for (const side of ['buyer', 'seller'] as const) {
    const plan = await world[side].plans.startRevision(about);
    await world[side].plans.publish({ planId: plan.planId, expectedVersion: plan.version });
  }
  await world.app.runPending();
  const joint = await world.buyer.plans.consensus.compute(about);
  return { ...world, jointPlanId: joint.planId, bucketCount: joint.bucketCount };
}
