import type { SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';

const { STATUS_CODE } = ssh2.utils.sftp;

/** A refusal in the protocol's own terms (draft-ietf-secsh-filexfer-02, 7), with a sentence that clients show. */
export class SftpRefusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

export const notThere = (): SftpRefusal =>
  new SftpRefusal(STATUS_CODE.NO_SUCH_FILE, 'There is no such file.');
export const notAllowed = (text: string): SftpRefusal => new SftpRefusal(STATUS_CODE.PERMISSION_DENIED, text);
export const notOffered = (): SftpRefusal =>
  new SftpRefusal(STATUS_CODE.OP_UNSUPPORTED, 'This server does not offer that.');
export const failing = (text: string): SftpRefusal => new SftpRefusal(STATUS_CODE.FAILURE, text);

/** What is our own fault is told in these words only; the log says more. */
const ownFault = 'The server could not do this; try again.';

/** Says 'answered' when it has answered the request itself; throws a refusal. */
export type Work = () => Promise<unknown>;

/** Answers a request with OK, or with the refusal that `work` throws. */
export async function answerRequest(
  sftp: SFTPWrapper,
  requestId: number,
  { work, onFault }: { work: Work; onFault: (error: unknown) => void },
): Promise<void> {
  try {
    if ((await work()) !== 'answered') sftp.status(requestId, STATUS_CODE.OK);
  } catch (error) {
    if (error instanceof SftpRefusal) sftp.status(requestId, error.status, error.message);
    else if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      sftp.status(requestId, STATUS_CODE.NO_SUCH_FILE, notThere().message);
    } else {
      onFault(error);
      sftp.status(requestId, STATUS_CODE.FAILURE, ownFault);
    }
  }
}
