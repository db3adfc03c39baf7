import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import '../fulfillment.css';
import { trpc } from '../../../app/api.ts';
import type { AllocationRules } from '../../../app/api-types.ts';
import { useKeys } from '../../../app/keyboard.ts';
import { useIsPermitted, useSession } from '../../../app/session.ts';
import { ErrorView } from '../../../ui/error-view.tsx';
import { formatActor } from '../../../ui/format.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Empty, Page, RowsSkeleton } from '../../../ui/page.tsx';
import { Instant } from '../../../ui/time.tsx';
import { useRowCursor } from '../../../ui/use-row-cursor.ts';
import { MergeNotice } from './merge-notice.tsx';
import { PolicyChoice } from './policy-choice.tsx';
import { ReviewRules } from './review-rules.tsx';
import { type RuleRow, ruleRows } from './rule-rows.ts';
import { RuleTable } from './rule-table.tsx';
import { keyOf, withEntry, withoutEntry } from './rules-draft.ts';
import { RulesToolbar } from './rules-toolbar.tsx';
import { SectionDialog } from './section-dialog.tsx';
import type { Edited, RuleSection } from './section-dialog-props.ts';
import { type RulesDraft, useRulesDraft } from './use-rules-draft.ts';
import { useWords } from './use-words.ts';

const route = getRouteApi('/shell/allocation-rules');

const emptyTexts: Readonly<Record<RuleSection, readonly [title: string, text: string]>> = {
  customers: ['Everybody is served alike', 'Priority 5, first to expire first, in parts, no substitutes.'],
  pools: ['No stock is kept for anybody', 'A pool keeps stock of an item for customers until they take it.'],
  substitutes: ['No item stands in for another', 'Customers get substitutes only where their rule says so.'],
  places: ['You have no place that goods leave from', 'Places come with the import of your locations.'],
};
/** What the keyboard does; without the permission rules are only read. */
function useRuleKeys(
  rules: RulesDraft,
  { row, mayEdit, edit, review }: RuleKeys,
): { removeOrRestore: () => void } {
  const removeOrRestore = (): void => {
    if (!mayEdit || row?.entry === undefined) return;
    rules.edit(
      row.state === 'removed' ? withEntry(rules.draft, row.entry) : withoutEntry(rules.draft, row.key),
    );
  };
  useKeys('Allocation rules', [
    { keys: 'n', label: 'New entry of this section', run: () => mayEdit && edit.begin() },
    { keys: 'x', label: 'Remove the entry, or keep it after all', run: removeOrRestore },
    { keys: 'u', label: 'Take the last change back', run: rules.undo },
    { keys: 's', label: 'See what changes, and save', run: review },
  ]);
  return { removeOrRestore };
}
type RuleKeys = {
  row: RuleRow | undefined;
  mayEdit: boolean;
  edit: { begin: () => void };
  review: () => void;
};

function Editor({ latest, section }: { latest: AllocationRules; section: RuleSection }) {
  const { organisation } = useSession();
  const navigate = route.useNavigate();
  const mayEdit = useIsPermitted('fulfillment.administer-rules');
  const rules = useRulesDraft(latest);
  const { words, remember } = useWords(latest, organisation.currency);
  const [edited, setEdited] = useState<Edited>();
  const [isReviewing, setReviewing] = useState(false);
  const { saved, draft, changed } = rules;
  const isDirty = changed.length > 0;
  const rows = useMemo(
    () => ruleRows({ saved, draft }, section, { words, places: latest.places }),
    [saved, draft, section, words, latest.places],
  );
  const open = (row: RuleRow | undefined): void => {
    if (!mayEdit || row === undefined || row.state === 'removed') return;
    const place = row.locationId === undefined ? {} : { locationId: row.locationId };
    setEdited({ section, ...(row.entry === undefined ? {} : { entry: row.entry }), ...place });
  };
  const cursor = useRowCursor(rows.length, (index) => open(rows[index]));
  const row = rows[cursor];
  const begin = (): void => {
    if (section !== 'places') setEdited({ section });
  };
  const review = (): void => setReviewing(isDirty && rules.merge === undefined);
  const { removeOrRestore } = useRuleKeys(rules, { row, mayEdit, edit: { begin }, review });
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isDirty &&
      current.pathname !== next.pathname &&
      !window.confirm('Leave the page? What you changed is not saved.'),
    enableBeforeUnload: isDirty,
  });
  const [emptyTitle, emptyText] = emptyTexts[section];
  return (
    <>
      <MergeNotice rules={rules} latest={latest} words={words} />
      <PolicyChoice rules={rules} mayEdit={mayEdit} />
      <RulesToolbar
        rules={rules}
        section={section}
        row={row}
        mayEdit={mayEdit}
        onShow={(shown) => void navigate({ search: { section: shown }, replace: true })}
        onBegin={begin}
        onRemove={removeOrRestore}
        onReview={review}
      />
      {rows.length === 0 ? (
        <Empty title={emptyTitle}>
          <p>{emptyText}</p>
        </Empty>
      ) : (
        <RuleTable section={section} rows={rows} words={words} cursor={cursor} />
      )}
      {edited !== undefined && (
        <SectionDialog
          edited={edited}
          draft={draft}
          words={words}
          customers={latest.customers}
          places={latest.places}
          sellerId={organisation.id}
          onApply={(entry) => {
            rules.edit(withEntry(draft, entry, edited.entry === undefined ? undefined : keyOf(edited.entry)));
            setEdited(undefined);
          }}
          onRemember={remember}
          onClose={() => setEdited(undefined)}
        />
      )}
      {isReviewing && (
        <ReviewRules
          rules={rules}
          words={words}
          onSaved={(view) => {
            rules.restart(view);
            setReviewing(false);
          }}
          onClose={() => setReviewing(false)}
        />
      )}
    </>
  );
}

function Standing({ rules: { version, changedAt, changedBy } }: { rules: AllocationRules }) {
  if (version === 0) return <>Nobody has set rules yet: everybody is served alike</>;
  if (changedAt === null || changedBy === null) return <>Version {version}</>;
  return (
    <>
      Version {version}, saved by {formatActor(changedBy)}, <Instant at={changedAt} />
    </>
  );
}

/** /allocation-rules: who is served first, what is kept for whom, what stands in for what, and from where. */
export function AllocationRulesPage() {
  const { section = 'customers' } = route.useSearch();
  const rules = useQuery(trpc.fulfillment.rules.get.queryOptions());
  return (
    <Page
      title="Allocation rules"
      subtitle={rules.data !== undefined && <Standing rules={rules.data} />}
      actions={
        <LinkButton variant="default" to="/allocation">
          Allocation
        </LinkButton>
      }
    >
      {rules.isPending && <RowsSkeleton />}
      {rules.isError && rules.data === undefined && (
        <ErrorView error={rules.error} onRetry={() => void rules.refetch()} />
      )}
      {rules.data !== undefined && <Editor latest={rules.data} section={section} />}
    </Page>
  );
}
