import { defineLifecycle } from '@coplan/kernel';

/** A file from a partner: its bytes are in the archive before anything else happens. */
export type ReceivedState = 'received' | 'read' | 'duplicate' | 'quarantined';
export type ReceivedEvent = 'read' | 'recognise-duplicate' | 'quarantine' | 'replay';
export const receivedLifecycle = defineLifecycle<ReceivedState, ReceivedEvent>('received', {
  received: { read: 'read', 'recognise-duplicate': 'duplicate', quarantine: 'quarantined' },
  read: {},
  duplicate: {},
  quarantined: { replay: 'received' },
});

/**
 * A file to a partner. `staged`: complete under a hidden name in the outbox, only the renaming is missing; by AS2: its
 * message is stored as it will be posted. The way that staged it ends it. `undelivered`: tried often enough, or refused by the partner.
 */
export type SentState = 'numbered' | 'staged' | 'written' | 'undelivered';
export type SentEvent = 'stage' | 'write' | 'fail' | 'replay';
export const sentLifecycle = defineLifecycle<SentState, SentEvent>('numbered', {
  numbered: { stage: 'staged', fail: 'undelivered' },
  staged: { write: 'written', fail: 'undelivered' },
  written: {},
  undelivered: { replay: 'numbered' },
});

/** A document for the server: from a partner's file, or news about one that the server sent. */
export type PostedState = 'waiting' | 'posted' | 'refused' | 'repaired';
export type PostedEvent = 'post' | 'refuse' | 'replay' | 'repair';
export const postedLifecycle = defineLifecycle<PostedState, PostedEvent>('waiting', {
  waiting: { post: 'posted', refuse: 'refused' },
  posted: {},
  refused: { replay: 'waiting', repair: 'repaired' },
  repaired: {},
});

/** The record of a whole file that could not be understood. */
export type FileRecordState = 'quarantined' | 'replayed' | 'repaired';
export type FileRecordEvent = 'replay' | 'quarantine' | 'repair';
export const fileRecordLifecycle = defineLifecycle<FileRecordState, FileRecordEvent>('quarantined', {
  quarantined: { replay: 'replayed', repair: 'repaired' },
  replayed: { quarantine: 'quarantined' },
  repaired: {},
});

/** A message that we could not understand: the partner is told in the 997, and a person may send a repaired copy on. */
export type RejectedState = 'rejected' | 'repaired';
export type RejectedEvent = 'repair';
export const rejectedLifecycle = defineLifecycle<RejectedState, RejectedEvent>('rejected', {
  rejected: { repair: 'repaired' },
  repaired: {},
});

/** An acknowledgement: it changes our message and goes no further. */
export type NotedState = 'noted';

/** A document from the server on its way to a partner. */
export type OutboundState = 'queued' | 'numbered' | 'written' | 'unsendable' | 'undelivered';
export type OutboundEvent = 'number' | 'write' | 'refuse' | 'replay' | 'fail' | 'try-again';
export const outboundLifecycle = defineLifecycle<OutboundState, OutboundEvent>('queued', {
  queued: { number: 'numbered', refuse: 'unsendable' },
  numbered: { write: 'written', fail: 'undelivered' },
  written: {},
  unsendable: { replay: 'queued' },
  undelivered: { 'try-again': 'numbered' },
});

/** An AS2 message of ours. `posted`: the partner has it, his receipt is still to come. */
export type As2SentState = 'ready' | 'posted' | 'delivered' | 'failed';
export type As2SentEvent = 'post' | 'confirm' | 'resend' | 'fail';
export const as2SentLifecycle = defineLifecycle<As2SentState, As2SentEvent>('ready', {
  ready: { post: 'posted', confirm: 'delivered', fail: 'failed' },
  posted: { confirm: 'delivered', resend: 'ready', fail: 'failed' },
  delivered: {},
  failed: {},
});

/** A receipt that a partner wants later, at an address of his. */
export type As2ReceiptState = 'due' | 'sent' | 'failed';
export type As2ReceiptEvent = 'send' | 'fail' | 'send-again';
export const as2ReceiptLifecycle = defineLifecycle<As2ReceiptState, As2ReceiptEvent>('due', {
  due: { send: 'sent', fail: 'failed' },
  sent: { 'send-again': 'due' },
  failed: { 'send-again': 'due' },
});
