import { useState } from 'react';
import type { AllocationRules } from '../../../app/api-types.ts';
import { mergeDrafts } from './merge-drafts.ts';
import { changedKeys, type Draft, toDraft } from './rules-draft.ts';

type Editing = { base: AllocationRules; draft: Draft };

/**
 * The rules as they are edited, on top of those that were read. What somebody else saves meanwhile is taken at once while
 * nothing is changed here; otherwise `theirs` says so until it is merged.
 */
export function useRulesDraft(latest: AllocationRules) {
  const [editing, setEditing] = useState<Editing>({ base: latest, draft: toDraft(latest) });
  const [past, setPast] = useState<readonly Draft[]>([]);
  const saved = toDraft(editing.base);
  const changed = changedKeys(saved, editing.draft);
  const isBehind = latest.version > editing.base.version;
  if (isBehind && changed.length === 0) {
    setEditing({ base: latest, draft: toDraft(latest) });
    setPast([]);
  }
  const theirs = isBehind && changed.length > 0 ? toDraft(latest) : undefined;
  return {
    base: editing.base,
    saved,
    draft: editing.draft,
    changed,
    merge: theirs === undefined ? undefined : mergeDrafts({ base: saved, mine: editing.draft, theirs }),
    /** Changes the draft; `undo` takes it back. */
    edit: (draft: Draft): void => {
      setPast([...past.slice(-99), editing.draft]);
      setEditing({ ...editing, draft });
    },
    undo: (): void => {
      const before = past.at(-1);
      if (before === undefined) return;
      setPast(past.slice(0, -1));
      setEditing({ ...editing, draft: before });
    },
    canUndo: past.length > 0,
    /** Goes on from these rules, with a draft of its own or without. */
    restart: (base: AllocationRules, draft: Draft = toDraft(base)): void => {
      setEditing({ base, draft });
      setPast([]);
    },
  };
}
export type RulesDraft = ReturnType<typeof useRulesDraft>;
