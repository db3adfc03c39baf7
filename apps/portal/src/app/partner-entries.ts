import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { trpc } from './api.ts';
import type { PaletteEntry } from './palette-search.ts';
import { useIsPermitted } from './session.ts';

const pages = [
  { name: 'this week', path: '' },
  { name: 'agreement', path: '/agreement' },
  { name: 'sharing', path: '/sharing' },
  { name: 'business plan and events', path: '/business-plan' },
] as const;

/** The pages of every partnership and what can be begun there, for the palette. */
export function usePartnerEntries(): PaletteEntry[] {
  const navigate = useNavigate();
  const mayRead = useIsPermitted('cycles.read');
  const mayAgree = useIsPermitted('agreements.write');
  const { data } = useQuery({ ...trpc.cycles.bar.queryOptions(), enabled: mayRead });
  const open = (href: string) => () => void navigate({ href });
  const entries = (data?.rows ?? []).flatMap(({ agreementId, partnerName }) => [
    ...pages.map(({ name, path }) => ({
      id: `${agreementId} ${name}`,
      label: `${partnerName}: ${name}`,
      hint: '',
      run: open(`/partnerships/${agreementId}${path}`),
    })),
    {
      id: `${agreementId} workbench`,
      label: `${partnerName}: workbench`,
      hint: '',
      run: open(`/workbench/${agreementId}`),
    },
    {
      id: `${agreementId} new event`,
      label: `${partnerName}: new event`,
      hint: '',
      run: open(`/partnerships/${agreementId}/events/new`),
    },
  ]);
  if (!mayAgree) return entries;
  return [
    ...entries,
    { id: 'new-agreement', label: 'New agreement', hint: '', run: open('/agreements/new') },
  ];
}
