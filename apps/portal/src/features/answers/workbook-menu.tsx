import { Button, FileButton, Group, Menu, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { AskByLink } from './ask-by-link.tsx';
import { WorkbookReportView } from './workbook-report.tsx';
import {
  downloadWorkbook,
  uploadWorkbook,
  type WorkbookQuestion,
  type WorkbookReport,
} from './workbook-request.ts';

/** Excel out and back, and the link for somebody without a seat; stands beside the grid that it is about. */
export function WorkbookMenu({ question, supplierId }: { question: WorkbookQuestion; supplierId: string }) {
  const [dialog, setDialog] = useState<'upload' | 'ask'>();
  const mayAnswer = useIsPermitted('answers.answer');
  const download = useMutation({
    mutationFn: () => downloadWorkbook(question),
    onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
  });
  if (!mayAnswer) return null;
  const close = (): void => setDialog(undefined);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" data-testid="workbook-menu" loading={download.isPending}>
            Excel
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item data-testid="workbook-download" onClick={() => download.mutate()}>
            Download what is shown
          </Menu.Item>
          <Menu.Item data-testid="workbook-upload" onClick={() => setDialog('upload')}>
            Upload a workbook…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item data-testid="workbook-ask" onClick={() => setDialog('ask')}>
            Ask for an answer by link…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'upload' && <UploadDialog onClose={close} />}
      {dialog === 'ask' && <AskByLink question={question} supplierId={supplierId} onClose={close} />}
    </>
  );
}

function UploadDialog({ onClose }: { onClose: () => void }) {
  const [report, setReport] = useState<WorkbookReport>();
  const upload = useMutation({ mutationFn: (file: File) => uploadWorkbook(file), onSuccess: setReport });
  const applied = (next: WorkbookReport): void => {
    setReport(next);
    void queryClient.invalidateQueries(trpc.plans.pathFilter());
    void queryClient.invalidateQueries(trpc.commits.pathFilter());
  };
  return (
    <Modal opened onClose={onClose} title="Upload a workbook" size={760}>
      {upload.isError && <Callout tone="bad">{upload.error.message}</Callout>}
      <Group mb="sm">
        <FileButton
          accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(file) => file !== null && upload.mutate(file)}
        >
          {(props) => (
            <Button {...props} variant="default" loading={upload.isPending} data-testid="workbook-file">
              {report === undefined ? 'Choose the file' : 'Choose another file'}
            </Button>
          )}
        </FileButton>
        <span className="soft">You see what changes before anything is taken over.</span>
      </Group>
      {report !== undefined && (
        <WorkbookReportView key={report.uploadId} report={report} onApplied={applied} />
      )}
    </Modal>
  );
}
