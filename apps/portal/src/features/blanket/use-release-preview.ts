import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { trpc } from '../../app/api.ts';
import type { ReleasePreview, ReleaseRequest } from '../../app/api-types.ts';

const settleMs = 350;

export type Previewed = {
  data: ReleasePreview | undefined;
  error: unknown;
  /** What is shown is about what is typed now. */
  isCurrent: boolean;
};

/** What a release would change, asked a moment after the last key. */
export function useReleasePreview(request: ReleaseRequest): Previewed {
  const { mutate, data, error, variables, isPending } = useMutation(
    trpc.orders.blankets.previewRelease.mutationOptions(),
  );
  const text = JSON.stringify(request);
  const latest = useRef(request);
  latest.current = request;
  // The text stands for the request, which is a new object at every drawing.
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text !== '') mutate(latest.current);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [text, mutate]);
  return { data, error, isCurrent: !isPending && JSON.stringify(variables) === text };
}
