import { useSuspenseQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { CycleBarRow } from '../../app/api-types.ts';

/** Every partnership with its tasks and steps of this week. */
export const useCycleBar = (): readonly CycleBarRow[] =>
  useSuspenseQuery(trpc.cycles.bar.queryOptions()).data.rows;
