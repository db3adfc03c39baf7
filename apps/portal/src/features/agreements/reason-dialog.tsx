import { Button, Group, Modal, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';

type ReasonDialogProps = {
  title: string;
  /** What will happen, before it happens. */
  children: ReactNode;
  label: string;
  action: string;
  isDangerous?: boolean;
  isRequired?: boolean;
  isPending: boolean;
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

/** Says what an action does, asks why, then does it. */
export function ReasonDialog(props: ReasonDialogProps) {
  const {
    title,
    children,
    label,
    action,
    isDangerous,
    isRequired = true,
    isPending,
    onConfirm,
    onClose,
  } = props;
  const [reason, setReason] = useState('');
  return (
    <Modal opened onClose={onClose} title={title} size={460}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(reason.trim());
        }}
      >
        {children}
        <Textarea
          label={label}
          required={isRequired}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            {...(isDangerous ? { color: 'red' } : {})}
            loading={isPending}
            data-testid="confirm-reason"
          >
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
