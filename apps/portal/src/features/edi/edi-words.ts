import { formatState } from '../../ui/format.ts';

const stateWords: Readonly<Record<string, string>> = {
  waiting: 'Being handed over',
  posted: 'Taken over',
  refused: 'Refused by Coplan',
  rejected: 'Rejected',
  quarantined: 'In quarantine',
  noted: 'Read',
  queued: 'To be written',
  numbered: 'Being sent',
  written: 'Sent',
  unsendable: 'Cannot be sent',
  undelivered: 'Not delivered',
  repaired: 'Repaired',
  replayed: 'Being read again',
  received: 'Being read',
  read: 'Read',
  duplicate: 'Came before',
  staged: 'Being sent',
};
const bad: ReadonlySet<string> = new Set([
  'refused',
  'rejected',
  'quarantined',
  'unsendable',
  'undelivered',
  'overdue',
  'failed',
]);
const good: ReadonlySet<string> = new Set(['posted', 'written', 'accepted', 'delivered', 'read']);

export const stateText = (state: string): string => stateWords[state] ?? formatState(state);

/** What a state's colour repeats. */
export const stateTone = (state: string): 'bad' | 'good' | 'warn' | '' =>
  bad.has(state) ? 'bad' : good.has(state) ? 'good' : state === 'accepted-with-errors' ? 'warn' : '';

const acknowledgementWords: Readonly<Record<string, string>> = {
  expected: 'Expected',
  overdue: 'Overdue',
  accepted: 'Accepted',
  'accepted-with-errors': 'Accepted with errors',
  rejected: 'Partner rejects',
};

/** Empty where none is expected. */
export const acknowledgementText = (acknowledgement: string): string =>
  acknowledgementWords[acknowledgement] ?? '';

const setNames: Readonly<Record<string, string>> = {
  '850': 'purchase order',
  '855': 'order confirmation',
  '860': 'order change',
  '865': 'change confirmation',
  '830': 'planning schedule',
  '862': 'shipping schedule',
  '852': 'product activity',
  '846': 'inventory report',
  '856': 'ship notice',
  '810': 'invoice',
  '820': 'remittance advice',
  '861': 'receiving advice',
  '824': 'application advice',
  '832': 'price catalogue',
  '204': 'load tender',
  '990': 'answer to a tender',
  '214': 'shipment status',
  '997': 'acknowledgement',
  '999': 'acknowledgement',
  ORDERS: 'purchase order',
  ORDCHG: 'order change',
  ORDRSP: 'order confirmation',
  DESADV: 'ship notice',
  INVOIC: 'invoice',
  RECADV: 'receiving advice',
  REMADV: 'remittance advice',
  DELFOR: 'planning schedule',
  DELJIT: 'shipping schedule',
  SLSRPT: 'sales report',
  SLSFCT: 'sales forecast',
  INVRPT: 'inventory report',
  PRICAT: 'price catalogue',
  APERAK: 'application advice',
  CONTRL: 'acknowledgement',
};

type Named = { setType: string | null; documentType: string | null; setNumber?: string | null };

/** "850 purchase order"; a file that nobody could read is just a file. */
export function messageName({ setType, documentType }: Named): string {
  if (setType === null) return documentType === null ? 'File' : formatState(documentType);
  const name = setNames[setType] ?? documentType?.replaceAll('-', ' ');
  return name === undefined ? setType : `${setType} ${name}`;
}

const numberNames: Readonly<Record<string, string>> = {
  order: 'PO',
  shipment: 'Shipment',
  invoice: 'Invoice',
  sscc: 'SSCC',
  reference: 'Ref',
};

export const numberText = ({ kind, number }: { kind: string; number: string }): string =>
  `${numberNames[kind] ?? kind} ${number}`;

/** The name of an agreement without our own, which every one of ours begins with. */
export const partnerText = (agreementName: string, ownName: string): string =>
  agreementName.startsWith(`${ownName} `) ? agreementName.slice(ownName.length + 1) : agreementName;

/** The numbers that tell most, and how many there are besides. */
export function numbersText(numbers: readonly { kind: string; number: string }[], shownMax = 2): string {
  const ranked = ['order', 'shipment', 'invoice', 'reference', 'sscc'];
  const sorted = [...numbers].sort((one, other) => ranked.indexOf(one.kind) - ranked.indexOf(other.kind));
  const shown = sorted.slice(0, shownMax).map(numberText).join(' · ');
  return sorted.length > shownMax ? `${shown} +${sorted.length - shownMax}` : shown;
}

/** What a person can do about a message in this state. */
export const actionsFor = ({
  state,
  direction,
  isFailing,
}: {
  state: string;
  direction: 'in' | 'out';
  isFailing: boolean;
}): { mayRepair: boolean; mayReplay: boolean; maySetAside: boolean } => ({
  mayRepair: direction === 'in' && ['rejected', 'refused', 'quarantined'].includes(state),
  mayReplay: ['rejected', 'refused', 'quarantined', 'unsendable', 'undelivered'].includes(state),
  maySetAside: isFailing,
});

const settingWords: Readonly<Record<string, string>> = {
  name: 'Name',
  usage: 'Usage',
  sendBy: 'Sent by',
  technicalAcknowledgement: 'TA1 for what comes',
  applicationAdvice: '824 or APERAK for what was refused',
  keepsOrder: 'Keep the order',
  duplicatePolicy: 'When a file comes twice',
  acknowledgementDueMinutes: 'Acknowledgement due after minutes',
  'envelope.local.isaQualifier': 'Our qualifier',
  'envelope.local.isaId': 'Our id',
  'envelope.local.gsId': 'Our id in groups',
  'envelope.partner.isaQualifier': 'Partner’s qualifier',
  'envelope.partner.isaId': 'Partner’s id',
  'envelope.partner.gsId': 'Partner’s id in groups',
};

/** "envelope.partner.isaId" → "Partner’s id"; other paths in plain words: "As2 · send · encryption". */
export const settingText = (path: string): string =>
  settingWords[path] ??
  path
    .split('.')
    .map((part) => part.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
    .join(' · ')
    .replace(/^./, (letter) => letter.toUpperCase());
