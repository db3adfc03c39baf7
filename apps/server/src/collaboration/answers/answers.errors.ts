import { DomainError } from '@coplan/kernel';

export const notOurWorkbook = (): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.xlsx-not-ours',
    {},
    'This is not a workbook that was downloaded here, or its hidden sheet was changed: download it again and type into that file',
  );

export function workbookUnreadable(cause: unknown): DomainError {
  const text =
    'The file cannot be read as an Excel workbook: save it as .xlsx, without a password, and upload it again';
  const error = new DomainError('invalid', 'collaboration.xlsx-unreadable', {}, text);
  error.cause = cause;
  return error;
}

export const workbookTooLarge = (sizeMax: number): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.xlsx-too-large',
    { sizeMax },
    `The file is larger than ${sizeMax / 1024 / 1024} MB: filter the grid and work in parts`,
  );

export const nothingToExport = (): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.xlsx-nothing-to-export',
    {},
    'There is nothing to put into a workbook: start a working version, or change the filter',
  );

export const tooManyCells = (cellsMax: number): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.xlsx-too-many-cells',
    { cellsMax },
    `A workbook holds at most ${cellsMax.toLocaleString('en')} cells: filter the grid or leave measures out`,
  );

export const uploadNotFound = (uploadId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.upload-not-found',
    { uploadId },
    'There is no such upload among yours',
  );

export const contactNotFound = (contactId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.answer-contact-not-found',
    { contactId },
    'There is no such contact: the supplier’s administrator names who may answer by link',
  );

export const linkNotFound = (): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.answer-link-not-found',
    {},
    'This link does not open this plan: ask for a new one',
  );
