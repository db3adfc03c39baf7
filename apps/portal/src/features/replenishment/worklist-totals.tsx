import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ProposalPage } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import type { WorklistFilter } from '../../app/search-parameters.ts';
import { useIsPermitted, useSession } from '../../app/session.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatMoneyRounded } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { readWholeFilter } from './use-worklist.ts';
import { nothingSelected, type Selection, selectRows } from './worklist-selection.ts';

type WorklistTotalsProps = {
  totals: ProposalPage['totals'] | undefined;
  selection: Selection;
  filter: WorklistFilter;
  onSelection: (selection: Selection) => void;
  onApprove: () => void;
  onCombine: () => void;
};

/** What the whole filter comes to, and what can be done with the selection. */
export function WorklistTotals(props: WorklistTotalsProps) {
  const { totals, selection, filter, onSelection, onApprove, onCombine } = props;
  const { organisation } = useSession();
  const mayDecide = useIsPermitted('replenishment.decide');
  const selectAll = useMutation({
    mutationFn: () => readWholeFilter(filter),
    onSuccess: (rows) => onSelection(selectRows(rows)),
    onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
  });
  useKeys('Selection', [{ keys: 'mod+a', label: 'Select all of the filter', run: () => selectAll.mutate() }]);
  const money = (amountMinor: number): string => formatMoneyRounded(amountMinor, organisation.currency);
  if (totals === undefined) return null;
  return (
    <section className="worklist-totals" aria-label="Totals">
      <span>
        <b>{formatCount(totals.count)}</b> {totals.count === 1 ? 'proposal' : 'proposals'}
      </span>
      <span>
        <b>{money(totals.valueMinor)}</b> to order
      </span>
      <span>
        <b>{money(totals.moneyAtRiskMinor)}</b> at risk
      </span>
      {mayDecide && (
        <div className="actions">
          {selection.size > 0 && (
            <>
              <span aria-live="polite">
                <b>{formatCount(selection.size)}</b> selected
              </span>
              <Button variant="subtle" onClick={() => onSelection(nothingSelected)}>
                Clear
              </Button>
            </>
          )}
          <Button
            variant="default"
            disabled={totals.count === 0 || filter.supplier === undefined}
            title={
              filter.supplier === undefined
                ? 'Choose a supplier above to combine its proposals'
                : 'Fill up to its minimum or a truck, or cut to a budget'
            }
            onClick={onCombine}
            data-testid="combine"
          >
            Combine…
          </Button>
          <Button
            variant="default"
            loading={selectAll.isPending}
            disabled={totals.count === 0}
            onClick={() => selectAll.mutate()}
          >
            Select all {formatCount(totals.count)}
          </Button>
          <Button disabled={totals.count === 0} onClick={onApprove} data-testid="approve">
            Approve{selection.size > 0 ? ` ${formatCount(selection.size)}` : ''}…
          </Button>
        </div>
      )}
    </section>
  );
}
