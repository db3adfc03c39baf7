import { useMutation } from '@tanstack/react-query';
import { errorData, queryClient, trpc } from '../../../app/api.ts';
import type { AllocationRules } from '../../../app/api-types.ts';
import { explainError } from '../../../ui/error-view.tsx';
import { showNotice } from '../../../ui/notices.tsx';
import { ReviewDialog } from '../../../ui/review-dialog.tsx';
import { diffDrafts, type Words } from './rule-words.ts';
import { toInput } from './rules-draft.ts';
import type { RulesDraft } from './use-rules-draft.ts';

type ReviewRulesProps = {
  rules: RulesDraft;
  words: Words;
  onSaved: (saved: AllocationRules) => void;
  onClose: () => void;
};

/** What saving changes. Refused because somebody was faster, the page shows what they changed. */
export function ReviewRules({ rules, words, onSaved, onClose }: ReviewRulesProps) {
  const { saved, draft, base } = rules;
  const save = useMutation(
    trpc.fulfillment.rules.set.mutationOptions({
      onSuccess: (view) => {
        queryClient.setQueryData(trpc.fulfillment.rules.get.queryKey(), view);
        showNotice('The rules hold from the next allocation on; what is reserved stays.', { tone: 'good' });
        onSaved(view);
      },
      onError: (error) => {
        if (errorData(error)?.domainCode === 'fulfillment.rules-changed') onClose();
        else showNotice(explainError(error), { tone: 'bad' });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.fulfillment.pathFilter()),
    }),
  );
  return (
    <ReviewDialog
      title="What changes"
      sections={diffDrafts(saved, draft, words)}
      beforeTitle={base.version === 0 ? 'So far' : `Version ${base.version}`}
      afterTitle={`Version ${base.version + 1}`}
      submit="Save"
      isPending={save.isPending}
      onSave={() => save.mutate(toInput(draft, base.version))}
      onClose={onClose}
    />
  );
}
