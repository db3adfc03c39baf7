import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The `search` of the address and how to change it, for lists that have no other filter. */
export function useSearchText(): [search: string, change: (text: string) => void] {
  const { search = '' } = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (text: string) => void navigate({ to: '.', search: text === '' ? {} : { search: text }, replace: true }),
    [navigate],
  );
  return [search, change];
}
