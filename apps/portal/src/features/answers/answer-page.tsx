import { Button, FileButton, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import './answers.css';
import { Callout } from '../../ui/callout.tsx';
import { formatInstant } from '../../ui/format.ts';
import { WorkbookReportView } from './workbook-report.tsx';
import {
  type AskedAnswer,
  downloadWorkbook,
  readAsked,
  uploadWorkbook,
  type WorkbookReport,
} from './workbook-request.ts';

const purposeNames = { sales: 'sales forecast', order: 'order forecast, with your commits' } as const;

/** The key stands behind the # of the link, which browsers keep to themselves. */
const keyOfLink = (): string => location.hash.slice(1);

/** /answer#key: somebody without a seat answers one question by workbook. */
export function AnswerPage() {
  const [key] = useState(keyOfLink);
  const asked = useQuery({ queryKey: ['asked', key], queryFn: () => readAsked(key), retry: false });
  return (
    <main className="answer-sheet">
      <Group gap="sm">
        <img src="/coplan.svg" alt="" width={28} height={28} />
        <h1>Your answer</h1>
      </Group>
      {asked.isError && (
        <Callout tone="bad" title="This link does not open anything. ">
          It may have ended, or your company has withdrawn it. Ask for a new one.
        </Callout>
      )}
      {asked.isPending && <p>Looking up what is asked …</p>}
      {asked.data !== undefined && <Answer asked={asked.data} linkKey={key} />}
    </main>
  );
}

function Answer({ asked, linkKey }: { asked: AskedAnswer; linkKey: string }) {
  const [report, setReport] = useState<WorkbookReport>();
  const { agreementId, purpose } = asked;
  const download = useMutation({
    mutationFn: () => downloadWorkbook({ agreementId, purpose, pastBucketCount: 8 }, linkKey),
  });
  const upload = useMutation({
    mutationFn: (file: File) => uploadWorkbook(file, linkKey),
    onSuccess: setReport,
  });
  const failure = download.error ?? upload.error;
  return (
    <>
      <p>
        {asked.contactName}, {asked.buyerName} asks {asked.supplierName} for its {purposeNames[purpose]} under
        “{asked.agreementName}”. The link ends {formatInstant(asked.expiresAt)}.
      </p>
      {failure !== null && <Callout tone="bad">{failure.message}</Callout>}
      <ol>
        <li>
          <Button
            variant="default"
            size="xs"
            data-testid="answer-download"
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            Download the workbook
          </Button>{' '}
          and type into the unlocked cells.
        </li>
        <li>
          <FileButton accept=".xlsx" onChange={(file) => file !== null && upload.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" size="xs" loading={upload.isPending}>
                Upload it
              </Button>
            )}
          </FileButton>{' '}
          and look at what changes.
        </li>
        <li>Take it over: {asked.buyerName} sees your answer at once.</li>
      </ol>
      {report !== undefined && (
        <WorkbookReportView key={report.uploadId} report={report} linkKey={linkKey} onApplied={setReport} />
      )}
    </>
  );
}
