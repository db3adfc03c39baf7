import { useRef, useState } from 'react';
import { gatewayClient } from '../../app/gateway-api.ts';
import type { ReplayedMessage, ReplayPage } from './practice-types.ts';

export const replayedMax = 1_000;

export type ReplayState = {
  status: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  messageCount: number;
  counts: ReplayPage['counts'];
  different: ReplayedMessage[];
  error: unknown;
};

const nothing: ReplayPage['counts'] = {
  same: 0,
  changed: 0,
  'now-understood': 0,
  'now-refused': 0,
  refused: 0,
  unmapped: 0,
};
const idle: ReplayState = {
  status: 'idle',
  messageCount: 0,
  counts: nothing,
  different: [],
  error: undefined,
};

const added = (left: ReplayPage['counts'], right: ReplayPage['counts']): ReplayPage['counts'] =>
  Object.fromEntries(
    Object.entries(left).map(([outcome, count]) => [outcome, count + right[outcome as keyof typeof right]]),
  ) as ReplayPage['counts'];

/** Reads the last thousand messages page by page under another agreement; it can be stopped between pages. */
export function useReplay() {
  const [state, setState] = useState<ReplayState>(idle);
  const run = useRef(0);
  const cancel = (): void => {
    run.current++;
    setState((before) => ({ ...before, status: 'cancelled' }));
  };
  const start = async (about: {
    agreementId: string;
    profile?: Record<string, unknown>;
    draftId?: string;
  }): Promise<void> => {
    const own = ++run.current;
    let seen: ReplayState = { ...idle, status: 'running' };
    setState(seen);
    let cursor: string | undefined;
    try {
      do {
        const page: ReplayPage = await gatewayClient.edi.timeMachine.replay.mutate({
          ...about,
          ...(cursor === undefined ? {} : { cursor }),
        });
        if (own !== run.current) return;
        seen = {
          ...seen,
          messageCount: seen.messageCount + page.messageCount,
          counts: added(seen.counts, page.counts),
          different: [...seen.different, ...page.different],
        };
        setState(seen);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && seen.messageCount < replayedMax);
      setState({ ...seen, status: 'done' });
    } catch (error) {
      if (own === run.current) setState({ ...seen, status: 'failed', error });
    }
  };
  return { state, start, cancel };
}
