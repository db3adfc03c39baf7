import { Button, SegmentedControl } from '@mantine/core';
import { ruleSections } from '../../../app/search-parameters.ts';
import { formatCount } from '../../../ui/format.ts';
import type { RuleRow } from './rule-rows.ts';
import { sectionTitles } from './rule-words.ts';
import { entriesOf } from './rules-draft.ts';
import type { RuleSection } from './section-dialog-props.ts';
import type { RulesDraft } from './use-rules-draft.ts';

const newTitles: Readonly<Record<RuleSection, string | undefined>> = {
  customers: 'New rule',
  pools: 'New pool',
  substitutes: 'New substitute',
  places: undefined,
};

type RulesToolbarProps = {
  rules: RulesDraft;
  section: RuleSection;
  row: RuleRow | undefined;
  mayEdit: boolean;
  onShow: (section: RuleSection) => void;
  onBegin: () => void;
  onRemove: () => void;
  onReview: () => void;
};

function EditActions({ rules, section, row, onBegin, onRemove, onReview }: RulesToolbarProps) {
  const newTitle = newTitles[section];
  return (
    <>
      {newTitle !== undefined && (
        <Button variant="default" onClick={onBegin}>
          {newTitle}
        </Button>
      )}
      {row?.entry !== undefined && (
        <Button variant="default" onClick={onRemove}>
          {row.state === 'removed' ? 'Keep' : 'Remove'}
        </Button>
      )}
      {rules.canUndo && (
        <Button variant="default" onClick={rules.undo}>
          Undo
        </Button>
      )}
      {rules.changed.length > 0 && (
        <Button disabled={rules.merge !== undefined} onClick={onReview} data-testid="rules-review">
          Review and save ({formatCount(rules.changed.length)})
        </Button>
      )}
      <span className="soft">
        <kbd>J</kbd> <kbd>K</kbd> move, <kbd>Enter</kbd> change, <kbd>N</kbd> new, <kbd>X</kbd> remove,{' '}
        <kbd>U</kbd> undo, <kbd>S</kbd> save
      </span>
    </>
  );
}

/** Which rules are shown, and what can be done with them. */
export function RulesToolbar(props: RulesToolbarProps) {
  const { rules, section, mayEdit, onShow } = props;
  return (
    <div className="toolbar">
      <SegmentedControl
        aria-label="Section"
        data={ruleSections.map((value) => ({
          value,
          label: `${sectionTitles[value]} (${formatCount(entriesOf(rules.draft, value).length)})`,
        }))}
        value={section}
        onChange={(value) => onShow(ruleSections.find((one) => one === value) ?? 'customers')}
      />
      {mayEdit && <EditActions {...props} />}
    </div>
  );
}
