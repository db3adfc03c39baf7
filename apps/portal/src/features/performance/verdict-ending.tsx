import { Button, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { DisputeDetail, VerdictClaim } from '../../app/api-types.ts';
import { ClaimFields, newClaim, toClaim } from './claim-fields.tsx';

type Ended = { outcome: 'restated' | 'stands'; claim?: VerdictClaim };
type VerdictEndingProps = {
  dispute: DisputeDetail;
  isReady: boolean;
  isPending: boolean;
  onDecide: (ended: Ended) => void;
  onPropose: (ended: Ended) => void;
};
type Choice = 'claimed' | 'other' | 'stands';

/** How the dispute of a verdict ends: by what is claimed, by a part of it, or as it was scored. */
export function VerdictEnding({ dispute, isReady, isPending, onDecide, onPropose }: VerdictEndingProps) {
  const { decisions, proposals, role, claim, orderLineId } = dispute;
  const [choice, setChoice] = useState<Choice | null>(null);
  const { data: line } = useQuery(trpc.performance.line.queryOptions({ orderLineId: orderLineId ?? '' }));
  const [draft, setDraft] = useState(() => newClaim([]));
  if (proposals.length === 0 || line === undefined) return null;
  const { failures } = line.score;
  const mayDecide = decisions.length > 0;
  const isAlone = (one: Choice): boolean => mayDecide && (one !== 'other' || role === 'buyer');
  const titles: [Choice, string][] = [
    ...(mayDecide ? [['claimed', 'Restate it as claimed'] as [Choice, string]] : []),
    ['other', 'Restate it in another way'],
    ['stands', 'It stays as it was scored'],
  ];
  const filled = { ...draft, check: draft.check ?? failures[0]?.check ?? null };
  const other = toClaim(filled);
  const send = (): void => {
    const granted = choice === 'claimed' ? claim : other;
    const ended: Ended | undefined =
      choice === 'stands'
        ? { outcome: 'stands' }
        : granted == null
          ? undefined
          : { outcome: 'restated', claim: granted };
    if (ended !== undefined && choice !== null) (isAlone(choice) ? onDecide : onPropose)(ended);
  };
  return (
    <>
      <Radio.Group
        label="How it ends"
        value={choice}
        onChange={(value) => setChoice(titles.find(([one]) => one === value)?.[0] ?? null)}
        mt="sm"
      >
        {titles.map(([value, title]) => (
          <Radio key={value} value={value} mt={4} label={`${title}${isAlone(value) ? '' : ' (proposal)'}`} />
        ))}
      </Radio.Group>
      {choice === 'other' && (
        <ClaimFields
          unit={line.unit}
          failures={failures}
          mayNameCause
          draft={filled}
          onChange={(part) => setDraft({ ...filled, ...part })}
        />
      )}
      <Button
        mt="sm"
        disabled={!isReady || choice === null || (choice === 'other' && other === undefined)}
        loading={isPending}
        onClick={send}
        data-testid="dispute-end"
      >
        {choice === null || isAlone(choice) ? 'End the dispute' : 'Propose it'}
      </Button>
    </>
  );
}
