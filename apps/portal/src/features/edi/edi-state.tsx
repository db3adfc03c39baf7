import { acknowledgementText, stateText, stateTone } from './edi-words.ts';

/** Where a message stands, in words; its colour only repeats them. */
export function EdiState({ state }: { state: string }) {
  return <span className={`tag ${stateTone(state)}`}>{stateText(state)}</span>;
}

export function AcknowledgementState({ acknowledgement }: { acknowledgement: string }) {
  const words = acknowledgementText(acknowledgement);
  return words === '' ? null : <span className={`tag ${stateTone(acknowledgement)}`}>{words}</span>;
}
