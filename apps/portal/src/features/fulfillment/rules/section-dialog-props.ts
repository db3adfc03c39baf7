import type { AllocationRules } from '../../../app/api-types.ts';
import type { PickedItem } from '../../../ui/item-picker.tsx';
import type { Words } from './rule-words.ts';
import type { Draft, Entry, EntryOf } from './rules-draft.ts';

export type RuleSection = Exclude<Entry['section'], 'policy'>;

export type SectionDialogProps<Section extends RuleSection> = {
  /** Absent: a new one. */
  entry: EntryOf<Section> | undefined;
  draft: Draft;
  words: Words;
  customers: AllocationRules['customers'];
  places: AllocationRules['places'];
  sellerId: string;
  onApply: (entry: Entry) => void;
  /** Names of items that were picked, so that they can be shown before they are saved. */
  onRemember: (item: PickedItem) => void;
  onClose: () => void;
};

/** What is edited: an entry, or a place that has no costs yet, or a new one of a section. */
export type Edited = { section: RuleSection; entry?: Entry; locationId?: string };
