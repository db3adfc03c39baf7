import { DomainError } from '@coplan/kernel';

export const importNotFound = (importId: string): DomainError =>
  new DomainError('not-found', 'inventory.import-not-found', { importId }, 'There is no such import');

export const stockTooLow = (about: { entryCount: number }): DomainError =>
  new DomainError(
    'conflict',
    'inventory.stock-too-low',
    about,
    'This would take more stock than there is: count the stock, or take less',
  );

/** A file that cannot be read at all; rows that cannot be read are reported one by one instead. */
export const fileUnreadable = (reason: string): DomainError =>
  new DomainError('invalid', 'inventory.file-unreadable', { reason }, reason);

export const fileTooLarge = (sizeMaxBytes: number): DomainError =>
  new DomainError(
    'invalid',
    'inventory.file-too-large',
    { sizeMaxBytes },
    `The file is larger than ${sizeMaxBytes} bytes: split it and import the parts one after another`,
  );

export const supplierUnknown = (supplier: string): DomainError =>
  new DomainError(
    'invalid',
    'inventory.supplier-unknown',
    { supplier },
    `"${supplier}" is none of your suppliers: give the number, GLN or name under which you keep it`,
  );

export const commandUnknown = (commandId: string): DomainError =>
  new DomainError(
    'not-found',
    'inventory.stock-command-unknown',
    { commandId },
    `The stock ledger has no command ${commandId} that could be undone`,
  );

export const commandPostedDifferently = (commandId: string): DomainError =>
  new DomainError(
    'conflict',
    'inventory.stock-command-posted-differently',
    { commandId },
    `Command ${commandId} was posted with another content: send a correction under its own id`,
  );

export const commandUndoneAlready = (commandId: string): DomainError =>
  new DomainError(
    'conflict',
    'inventory.stock-command-undone-already',
    { commandId },
    `Command ${commandId} is undone already`,
  );

export const transferInvalid = (about: { place: string; why: string }): DomainError =>
  new DomainError('invalid', 'inventory.transfer-invalid', about, `${about.place}: ${about.why}`);

export const transferNotFound = (transferId: string): DomainError =>
  new DomainError('not-found', 'inventory.transfer-not-found', { transferId }, 'You have no such transfer');

export const transferChanged = (about: {
  transferId: string;
  expectedVersion: number;
  version: number;
}): DomainError =>
  new DomainError(
    'conflict',
    'inventory.transfer-changed',
    about,
    'Somebody changed this transfer meanwhile: look at it again, then decide',
  );

export const transferEventNotAllowed = (about: {
  transferNumber: string;
  state: string;
  event: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'inventory.transfer-event-not-allowed',
    about,
    `${about.transferNumber} is ${about.state}: ${about.event} is not possible any more, or not yet`,
  );
