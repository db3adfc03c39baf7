import { diffAgreements, validateAgreement } from '@coplan/collaboration';
import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail, AgreementVersion } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { agreementCommand } from './agreement-command.ts';
import { VersionDiff } from './version-diff.tsx';

type ProposeDialogProps = { agreement: AgreementDetail; version: AgreementVersion; onClose: () => void };

/** What the partner will be asked to sign; what is proposed can no longer be changed. */
export function ProposeDialog({ agreement, version, onClose }: ProposeDialogProps) {
  const maySign = useIsPermitted('agreements.sign');
  const { agreementVersionId, versionNumber, content, contentHash } = version;
  const errors = validateAgreement(content).filter(({ severity }) => severity === 'error');
  const inForce = agreement.versions.find((one) => one.agreementVersionId === agreement.activeVersionId);
  const propose = useMutation(
    trpc.agreements.propose.mutationOptions(
      agreementCommand(`Version ${versionNumber} is proposed to ${agreement.partnerName}.`, onClose),
    ),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Propose version ${versionNumber} to ${agreement.partnerName}`}
      size={880}
    >
      <p>
        {agreement.partnerName} can sign it, answer with a version of their own, or reject it. It can no
        longer be changed, only withdrawn.{' '}
        {maySign
          ? 'Proposing it signs it for your side.'
          : 'Somebody of your side who may sign (an approver or administrator) still has to.'}{' '}
        It takes effect only when both have signed.
      </p>
      <p>
        Hash of the content: <span className="hash">{contentHash}</span>
      </p>
      {errors.length > 0 && (
        <Callout tone="bad" title="It cannot be proposed yet">
          <ul>
            {errors.map(({ path, message }) => (
              <li key={`${path} ${message}`}>{message}</li>
            ))}
          </ul>
        </Callout>
      )}
      {inForce !== undefined && (
        <VersionDiff
          changes={diffAgreements(inForce.content, content)}
          beforeTitle={`Version ${inForce.versionNumber}, in force`}
          afterTitle={`Version ${versionNumber}`}
        />
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          disabled={errors.length > 0}
          loading={propose.isPending}
          data-testid="propose-confirm"
          onClick={() => propose.mutate({ agreementVersionId, expectedVersion: version.version })}
        >
          {maySign ? 'Sign and propose' : 'Propose'}
        </Button>
      </Group>
    </Modal>
  );
}
