import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { PlanGrid } from '../../app/api-types.ts';
import { useIsPermitted, useSession } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatInstant, formatState } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';

type Plan = PlanGrid['plans'][number];

const refresh = (): void => void queryClient.invalidateQueries(trpc.plans.pathFilter());

const planOf = (grid: PlanGrid, measure: string): Plan | undefined =>
  grid.plans.find((plan) => plan.measure === measure);

/** What can be done with the plans of the grid, and how far they are. */
export function PlanActions({ grid }: { grid: PlanGrid }) {
  const [dialog, setDialog] = useState<'publish' | 'agree'>();
  const mayPublish = useIsPermitted('plans.publish');
  const mayWrite = useIsPermitted('plans.write');
  const mine = planOf(grid, 'mine');
  const joint = planOf(grid, 'joint');
  const isWorking = mine?.state === 'working' || mine?.state === 'submitted';
  const close = (): void => setDialog(undefined);
  return (
    <Group gap="xs" wrap="nowrap">
      <PlanState name="Ours" plan={mine} />
      <PlanState name={grid.partnerName} plan={planOf(grid, 'partner')} />
      <PlanState name="Joint" plan={joint} />
      {mayWrite && !isWorking && <StartRevision grid={grid} isFirst={mine === undefined} />}
      {mayWrite &&
        joint === undefined &&
        mine?.publishedAt != null &&
        planOf(grid, 'partner') !== undefined && <ComputeConsensus grid={grid} />}
      {mayPublish && isWorking && (
        <Button data-testid="publish-plan" onClick={() => setDialog('publish')}>
          Publish ours
        </Button>
      )}
      {mayPublish && joint?.state === 'in-review' && (
        <Button data-testid="agree-plan" onClick={() => setDialog('agree')}>
          Agree
        </Button>
      )}
      {dialog === 'publish' && mine !== undefined && (
        <PublishDialog plan={mine} grid={grid} onClose={close} />
      )}
      {dialog === 'agree' && joint !== undefined && <AgreeDialog plan={joint} grid={grid} onClose={close} />}
    </Group>
  );
}

function PlanState({ name, plan }: { name: string; plan: Plan | undefined }) {
  const state =
    plan === undefined ? 'no value yet' : `v${plan.versionNumber} ${formatState(plan.state).toLowerCase()}`;
  return (
    <span
      className="plan-state"
      title={plan === undefined ? undefined : `Under version ${plan.agreementVersionNumber} of the agreement`}
    >
      <span className="soft">{name}</span> {state}
    </span>
  );
}

function StartRevision({ grid, isFirst }: { grid: PlanGrid; isFirst: boolean }) {
  const start = useMutation(
    trpc.plans.startRevision.mutationOptions({
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: refresh,
    }),
  );
  const { agreementId, purpose } = grid;
  return (
    <Button
      variant="default"
      data-testid="start-revision"
      loading={start.isPending}
      onClick={() => start.mutate({ agreementId, purpose })}
    >
      {isFirst ? 'Start our forecast' : 'Start a revision'}
    </Button>
  );
}

function ComputeConsensus({ grid }: { grid: PlanGrid }) {
  const compute = useMutation(
    trpc.plans.consensus.compute.mutationOptions({
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: refresh,
    }),
  );
  const { agreementId, purpose } = grid;
  return (
    <Button
      variant="default"
      data-testid="compute-consensus"
      loading={compute.isPending}
      onClick={() => compute.mutate({ agreementId, purpose })}
    >
      Compare both
    </Button>
  );
}

type PlanDialogProps = { plan: Plan; grid: PlanGrid; onClose: () => void };

/** Says what becomes fixed before it does. */
function PublishDialog({ plan, grid, onClose }: PlanDialogProps) {
  const facts = useQuery(trpc.plans.get.queryOptions({ planId: plan.planId }));
  const publish = useMutation(
    trpc.plans.publish.mutationOptions({
      onSuccess: () => {
        showNotice(`Version ${plan.versionNumber} is published.`, { tone: 'good' });
        onClose();
      },
      onSettled: refresh,
    }),
  );
  return (
    <Modal opened onClose={onClose} title={`Publish version ${plan.versionNumber}`} size={460}>
      {publish.isError && <Callout tone="bad">{explainError(publish.error)}</Callout>}
      <p>
        {facts.data === undefined
          ? 'Counting…'
          : `${formatCount(facts.data.rowCount)} rows, ${formatCount(facts.data.editCount)} cells edited, ${formatCount(facts.data.conflictCount)} conflicts.`}
      </p>
      <p>
        The numbers are fixed from then on. {grid.partnerName} sees them as far as the sharing rules allow;
        later changes begin with a revision.
      </p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          data-testid="publish-confirm"
          data-autofocus
          loading={publish.isPending}
          onClick={() => publish.mutate({ planId: plan.planId, expectedVersion: plan.version })}
        >
          Publish
        </Button>
      </Group>
    </Modal>
  );
}

/** Both agree to the same numbers: whoever comes after an edit looks again. */
function AgreeDialog({ plan, grid, onClose }: PlanDialogProps) {
  const session = useSession();
  const facts = useQuery(trpc.plans.get.queryOptions({ planId: plan.planId }, { staleTime: 0 }));
  const agree = useMutation(
    trpc.plans.consensus.agree.mutationOptions({
      onSuccess: ({ waitsFor }) => {
        const text =
          waitsFor === null
            ? 'Both sides agree: this is the consensus.'
            : `Now ${grid.partnerName} is asked.`;
        showNotice(text, { tone: 'good' });
        onClose();
      },
      onSettled: refresh,
    }),
  );
  const consents = facts.data?.consents ?? [];
  return (
    <Modal opened onClose={onClose} title="Agree to the joint plan" size={460}>
      {agree.isError && <Callout tone="bad">{explainError(agree.error)}</Callout>}
      <p>
        {facts.data === undefined
          ? 'Counting…'
          : `${formatCount(facts.data.rowCount)} rows, ${formatCount(facts.data.editCount)} cells negotiated.`}
      </p>
      <ul>
        {consents.map(({ orgId, actorName, at, isVoid }) => (
          <li key={orgId}>
            {orgId === session.organisation.id ? 'We' : grid.partnerName} agreed ({actorName},{' '}
            {formatInstant(at)}){isVoid && ' to numbers that have changed since: it does not count any more'}
          </li>
        ))}
        {consents.length === 0 && facts.data !== undefined && <li>Nobody has agreed yet.</li>}
      </ul>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          data-testid="agree-confirm"
          data-autofocus
          loading={agree.isPending}
          disabled={facts.data === undefined}
          onClick={() =>
            facts.data !== undefined &&
            agree.mutate({
              planId: plan.planId,
              expectedVersion: facts.data.version,
              seenEditNumber: facts.data.lastEditNumber,
            })
          }
        >
          Agree
        </Button>
      </Group>
    </Modal>
  );
}
