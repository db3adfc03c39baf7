import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import type { AllocationRules } from '../../../app/api-types.ts';
import { Callout } from '../../../ui/callout.tsx';
import { formatActor, formatCount } from '../../../ui/format.ts';
import { Instant } from '../../../ui/time.tsx';
import { decideConflicts, type MergeConflict } from './merge-drafts.ts';
import { sectionTitles, titleOf, type Words, wholeText } from './rule-words.ts';
import type { RulesDraft } from './use-rules-draft.ts';

type Side = 'mine' | 'theirs';

function ConflictChoice({
  conflict: { key, mine, theirs },
  words,
  choice,
  onChoose,
}: {
  conflict: MergeConflict;
  words: Words;
  choice: Side | undefined;
  onChoose: (side: Side) => void;
}) {
  const shown = mine ?? theirs;
  if (shown === undefined) return null;
  const text = (entry: typeof mine): string => (entry === undefined ? 'removed' : wholeText(entry, words));
  return (
    <Radio.Group
      mt="sm"
      label={`${sectionTitles[shown.section]}: ${titleOf(shown, words)}`}
      value={choice ?? null}
      onChange={(side) => onChoose(side === 'mine' ? 'mine' : 'theirs')}
      data-testid={`conflict-${key}`}
    >
      <Radio mt={4} value="mine" label={`Mine: ${text(mine)}`} />
      <Radio mt={4} value="theirs" label={`As saved: ${text(theirs)}`} />
    </Radio.Group>
  );
}

/** Somebody else saved meanwhile: what both changed differently is decided, everything else is kept of both. */
export function MergeNotice({
  rules,
  latest,
  words,
}: {
  rules: RulesDraft;
  latest: AllocationRules;
  words: Words;
}) {
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map());
  const { merge, restart } = rules;
  if (merge === undefined) return null;
  const { conflicts } = merge;
  const open = conflicts.filter(({ key }) => !choices.has(key)).length;
  return (
    <Callout
      tone="warn"
      title={`${formatActor(latest.changedBy ?? 'Somebody else')} saved the rules while you changed them`}
    >
      <p>
        {latest.changedAt !== null && (
          <>
            Version {latest.version}, <Instant at={latest.changedAt} />.{' '}
          </>
        )}
        {conflicts.length === 0
          ? 'Your changes and theirs touch different things: both are kept.'
          : `Both of you changed ${conflicts.length === 1 ? 'one thing' : `${formatCount(conflicts.length)} things`} differently. Everything else is kept of both.`}
      </p>
      {conflicts.map((conflict) => (
        <ConflictChoice
          key={conflict.key}
          conflict={conflict}
          words={words}
          choice={choices.get(conflict.key)}
          onChoose={(side) => setChoices(new Map([...choices, [conflict.key, side]]))}
        />
      ))}
      <div className="form-footer">
        <Button
          disabled={open > 0}
          data-testid="rules-merge"
          onClick={() => restart(latest, decideConflicts(merge, choices))}
        >
          Go on with both
        </Button>
        <Button variant="default" onClick={() => restart(latest)}>
          Drop my changes
        </Button>
      </div>
    </Callout>
  );
}
