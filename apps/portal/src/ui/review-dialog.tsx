import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { type DiffSection, DiffTable } from './diff-table.tsx';
import { FormActions } from './form-fields.tsx';

type ReviewDialogProps = {
  title: string;
  sections: readonly DiffSection[];
  beforeTitle: string;
  afterTitle: string;
  submit: string;
  isPending: boolean;
  onSave: () => void;
  onClose: () => void;
  /** What else is to be known before saving. */
  children?: ReactNode;
};

/** What saving changes, before it is done. */
export function ReviewDialog(props: ReviewDialogProps) {
  const { title, submit, isPending, onSave, onClose, children, ...diff } = props;
  return (
    <Modal opened onClose={onClose} title={title} size={860}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        {children}
        <DiffTable {...diff} />
        <FormActions submit={submit} isPending={isPending} isFirst testId="review-save" onBack={onClose} />
      </form>
    </Modal>
  );
}
