import { Modal, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FormActions } from './form-fields.tsx';

type ReasonDialogProps = {
  title: string;
  /** What will happen, before it happens. */
  children: ReactNode;
  label: string;
  placeholder?: string;
  action: string;
  isDangerous?: boolean;
  isRequired?: boolean;
  isPending: boolean;
  maxLength?: number;
  size?: number;
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

/** Says what an action does, asks why, then does it. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, children, label, placeholder, action, isDangerous, isPending, onConfirm, onClose } = props;
  const { isRequired = true, maxLength = 500, size = 460 } = props;
  const [reason, setReason] = useState('');
  return (
    <Modal opened onClose={onClose} title={title} size={size}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(reason.trim());
        }}
      >
        {children}
        <Textarea
          mt="sm"
          label={label}
          placeholder={placeholder}
          required={isRequired}
          maxLength={maxLength}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <FormActions
          submit={action}
          isPending={isPending}
          isDisabled={isRequired && reason.trim() === ''}
          {...(isDangerous ? { color: 'red' } : {})}
          testId="confirm-reason"
          onBack={onClose}
        />
      </form>
    </Modal>
  );
}
