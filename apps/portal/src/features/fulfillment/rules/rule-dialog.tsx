import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormActions } from '../../../ui/form-fields.tsx';

type RuleDialogProps = {
  title: string;
  isReady: boolean;
  onApply: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** One rule in a form; taking it over changes the draft, not yet what counts. */
export function RuleDialog({ title, isReady, onApply, onClose, children }: RuleDialogProps) {
  return (
    <Modal opened onClose={onClose} title={title} size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onApply();
        }}
      >
        {children}
        <FormActions submit="Take over" isPending={false} isDisabled={!isReady} onBack={onClose} />
      </form>
    </Modal>
  );
}
