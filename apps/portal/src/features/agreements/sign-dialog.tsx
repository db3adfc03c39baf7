import { contentHash, diffAgreements, validateAgreement } from '@coplan/collaboration';
import { localDateAt } from '@coplan/kernel';
import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail, AgreementVersion } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { agreementCommand } from './agreement-command.ts';
import { VersionDiff } from './version-diff.tsx';

type SignDialogProps = { agreement: AgreementDetail; version: AgreementVersion; onClose: () => void };

/** What follows from this signature, in words. */
function effectOf(agreement: AgreementDetail, version: AgreementVersion, today: string): string {
  const { partnerName, mySide, activeVersionNumber } = agreement;
  const { signatures, content } = version;
  if (!signatures.some(({ side }) => side !== mySide))
    return `Nothing changes yet: it takes effect only when ${partnerName} has signed the same content.`;
  const when = content.validFrom <= today ? 'at once' : `on ${formatDay(content.validFrom)}`;
  const replaced = activeVersionNumber === null ? '' : ` and replaces version ${activeVersionNumber}`;
  return `${partnerName} has signed already: with your signature it takes effect ${when}${replaced}.`;
}

/** Says exactly what is signed: content, hash (computed again in this browser), changes and effect. */
export function SignDialog({ agreement, version, onClose }: SignDialogProps) {
  const { organisation, user } = useSession();
  const [isRead, setRead] = useState(false);
  const { versionNumber, content, agreementVersionId } = version;
  const inForce = agreement.versions.find((one) => one.agreementVersionId === agreement.activeVersionId);
  const isSameHash = contentHash(content) === version.contentHash;
  const warnings = validateAgreement(content).filter(({ severity }) => severity === 'warning');
  const accept = useMutation(
    trpc.agreements.accept.mutationOptions(
      agreementCommand(`Version ${versionNumber} is signed for ${organisation.name}.`, onClose),
    ),
  );
  return (
    <Modal opened onClose={onClose} title={`Sign version ${versionNumber} of “${content.name}”`} size={880}>
      <p>
        <b>{user.name}</b> signs for <b>{organisation.name}</b> the agreement with{' '}
        <b>{agreement.partnerName}</b>, valid from {formatDay(content.validFrom)}
        {content.validTo === null ? ' until it is terminated' : ` to ${formatDay(content.validTo)}`}:{' '}
        {formatCount(content.criteria.length)} exception criteria, {formatCount(content.sharing.length)}{' '}
        sharing rules, {formatCount(content.metrics.length)} metrics.
      </p>
      <p>{effectOf(agreement, version, localDateAt(new Date(), content.calendar.timeZone))}</p>
      <dl className="facts">
        <div>
          <dt>Hash of the content (SHA-256)</dt>
          <dd className="hash" data-testid="signed-hash">
            {version.contentHash}
          </dd>
        </div>
      </dl>
      {isSameHash ? (
        <p className="soft">✓ This browser computes the same hash from the content that you see.</p>
      ) : (
        <Callout tone="bad" title="The hash does not belong to this content">
          Load the page again. If it stays so, do not sign and tell your administrator.
        </Callout>
      )}
      {warnings.length > 0 && (
        <Callout tone="warn" title="Look at this before you sign">
          <ul>
            {warnings.map(({ path, message }) => (
              <li key={`${path} ${message}`}>{message}</li>
            ))}
          </ul>
        </Callout>
      )}
      {inForce !== undefined && inForce.agreementVersionId !== agreementVersionId && (
        <div className="by-supplier">
          <VersionDiff
            changes={diffAgreements(inForce.content, content)}
            beforeTitle={`Version ${inForce.versionNumber}, in force`}
            afterTitle={`Version ${versionNumber}`}
          />
        </div>
      )}
      <Checkbox
        mt="sm"
        label="I have read this version and sign its whole content"
        checked={isRead}
        data-testid="sign-read"
        onChange={(event) => setRead(event.currentTarget.checked)}
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          disabled={!isRead || !isSameHash}
          loading={accept.isPending}
          data-testid="sign-confirm"
          onClick={() => accept.mutate({ agreementVersionId, contentHash: version.contentHash })}
        >
          Sign for {organisation.name}
        </Button>
      </Group>
    </Modal>
  );
}
