import { Button, Menu, Progress } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queryClient, trpc } from '../../app/api.ts';
import type { RunRow } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatState } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Instant } from '../../ui/time.tsx';

/** Progress also comes as live events; asking now and then covers a lost connection. */
const askAgainMs = 2000;

const isUnderWay = (run: RunRow | undefined): boolean => run?.state === 'queued' || run?.state === 'running';
const refreshRuns = (): Promise<void> => queryClient.invalidateQueries(trpc.runs.pathFilter());
const sayFailure = (error: unknown): void => showNotice(explainError(error), { tone: 'bad' });

/** The latest run: its progress with a way to stop it, or a way to start the next. */
export function RunControl() {
  const runs = useQuery({
    ...trpc.runs.list.queryOptions({ limit: 1 }),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.rows[0]) ? askAgainMs : false),
  });
  const start = useMutation(trpc.runs.start.mutationOptions({ onError: sayFailure, onSettled: refreshRuns }));
  const mayRun = useIsPermitted('replenishment.run');
  const latest = runs.data?.rows[0];
  if (latest !== undefined && isUnderWay(latest)) return <RunProgress run={latest} />;
  return (
    <>
      {latest?.endedAt != null && (
        <Link to="/runs/$runId" params={{ runId: latest.runId }} className="soft">
          Last run {formatState(latest.state).toLowerCase()} <Instant at={latest.endedAt} />
        </Link>
      )}
      {mayRun && (
        <Button.Group>
          <Button loading={start.isPending} onClick={() => start.mutate({})} data-testid="new-run">
            New run
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button aria-label="More ways to run" px="xs" disabled={start.isPending}>
                ▾
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => start.mutate({ isEverything: true })}>
                Compute everything again
                <div className="soft">Also what has no news since the last run</div>
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Button.Group>
      )}
    </>
  );
}

/** Cancelling is possible up to the moment in which the proposals come before the buyers. */
const mayCancel = ({ state, phase }: RunRow): boolean => state === 'queued' || phase !== 'approve';

const phases: Readonly<Record<string, string>> = {
  forecast: 'Step 1 of 4, forecast',
  plan: 'Step 2 of 4, plan',
  write: 'Step 3 of 4, put before the buyers',
  approve: 'Step 4 of 4, approve what needs no person',
};
const phaseText = (phase: string | null | undefined): string =>
  phases[phase ?? ''] ?? formatState(phase ?? 'running');

export function RunProgress({ run }: { run: RunRow }) {
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({ onError: sayFailure, onSettled: refreshRuns }),
  );
  const ratio = run.totalCount > 0 ? run.doneCount / run.totalCount : 0;
  const phase = run.state === 'queued' ? 'Waiting to begin' : phaseText(run.phase);
  return (
    <div className="run-progress">
      <div>
        <Progress
          value={run.totalCount > 0 ? ratio * 100 : 100}
          size="sm"
          animated
          aria-label={`Run: ${phase}`}
        />
        <small aria-live="polite">
          {phase}
          {run.totalCount > 0 && ` · ${formatCount(run.doneCount)} of ${formatCount(run.totalCount)}`}
        </small>
      </div>
      {mayCancel(run) && (
        <Button
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ runId: run.runId })}
        >
          Cancel
        </Button>
      )}
    </div>
  );
}
