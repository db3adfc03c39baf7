import { SegmentedControl } from '@mantine/core';
import { policyTitles, sectionTitles } from './rule-words.ts';
import { entriesOf, withEntry } from './rules-draft.ts';
import type { RulesDraft } from './use-rules-draft.ts';

/** How lines of one priority share what is not enough for all of them. */
export function PolicyChoice({ rules, mayEdit }: { rules: RulesDraft; mayEdit: boolean }) {
  const policy = entriesOf(rules.draft, 'policy')[0]?.value.policy ?? 'priority';
  return (
    <div className="toolbar">
      <span>{sectionTitles.policy} for lines of one priority</span>
      <SegmentedControl
        aria-label="Lines of one priority"
        disabled={!mayEdit}
        data={Object.entries(policyTitles).map(([value, label]) => ({ value, label }))}
        value={policy}
        onChange={(value) =>
          rules.edit(
            withEntry(rules.draft, {
              section: 'policy',
              value: { policy: value === 'fair-share' ? 'fair-share' : 'priority' },
            }),
          )
        }
      />
    </div>
  );
}
