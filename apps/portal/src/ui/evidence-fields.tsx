import { Textarea, TextInput } from '@mantine/core';

/** What somebody says who disputes a figure, as it is typed. */
export type EvidenceText = { reason: string; evidence: string; attachment: string };

export const noEvidence: EvidenceText = { reason: '', evidence: '', attachment: '' };

/** The same as it is sent: trimmed, and without a document that nobody named. */
export function evidenceOf({ reason, evidence, attachment }: EvidenceText): {
  reason: string;
  evidence: string;
  attachmentReference?: string;
} {
  const attachmentReference = attachment.trim();
  return {
    reason: reason.trim(),
    evidence: evidence.trim(),
    ...(attachmentReference === '' ? {} : { attachmentReference }),
  };
}

type EvidenceFieldsProps = { text: EvidenceText; onChange: (text: EvidenceText) => void };

/** Why a figure is disputed, and what proves it. */
export function EvidenceFields({ text, onChange }: EvidenceFieldsProps) {
  return (
    <>
      <TextInput
        label="Reason"
        required
        maxLength={1000}
        value={text.reason}
        onChange={(event) => onChange({ ...text, reason: event.currentTarget.value })}
      />
      <Textarea
        label="Evidence"
        description="What proves it: delivery note, time stamp, mail"
        required
        autosize
        minRows={2}
        maxLength={8000}
        value={text.evidence}
        onChange={(event) => onChange({ ...text, evidence: event.currentTarget.value })}
      />
      <TextInput
        label="Where the document lies"
        description="A link, a file name or a document number"
        maxLength={500}
        value={text.attachment}
        onChange={(event) => onChange({ ...text, attachment: event.currentTarget.value })}
      />
    </>
  );
}
