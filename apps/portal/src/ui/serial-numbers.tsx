import { type ReadSerial, readSerial, readSerials, type UnreadSerial } from '@coplan/fulfillment';
import type { LocalDate } from '@coplan/kernel';
import { CloseButton, TextInput } from '@mantine/core';
import { useState } from 'react';
import './serial-numbers.css';

type SerialNumbersProps = {
  label: string;
  item: { itemNumber: string; gtin14: string | null };
  /** How many there should be; absent: as many as are read. */
  wanted?: number | undefined;
  values: readonly string[];
  onChange: (values: string[]) => void;
  /** What a barcode says beside the serial number. */
  onRead?: (read: ReadSerial) => void;
};

const today = (): LocalDate => new Date().toISOString().slice(0, 10) as LocalDate;

/** What of the read ones is new, and what is wrong with the first that is not. */
function sift(read: readonly ((ReadSerial | UnreadSerial) & { line?: number })[], values: readonly string[]) {
  const all = [...values];
  const serials: ReadSerial[] = [];
  let why: string | undefined;
  for (const one of read) {
    const at = one.line === undefined ? '' : `Line ${one.line}: `;
    if (one.kind === 'unreadable') why ??= `${at}${one.why}`;
    else if (all.includes(one.serialNumber)) why ??= `${at}${one.serialNumber} is read already`;
    else {
      all.push(one.serialNumber);
      serials.push(one);
    }
  }
  return { all, serials, why };
}

const countText = (count: number, wanted: number | undefined): string =>
  wanted === undefined ? `${count} read` : `${count} of ${wanted} read`;

type SerialListProps = { serials: readonly string[]; onRemove?: (serialNumber: string) => void };

/** Serial numbers that were read; each can be taken out again. */
export function SerialList({ serials, onRemove }: SerialListProps) {
  if (serials.length === 0) return null;
  return (
    <ul className="serial-list" aria-label="Serial numbers read">
      {serials.map((serialNumber) => (
        <li key={serialNumber}>
          <span className="mono">{serialNumber}</span>
          {onRemove !== undefined && (
            <CloseButton
              size="xs"
              aria-label={`Remove ${serialNumber}`}
              onClick={() => onRemove(serialNumber)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

/** Serial numbers, scanned one by one or pasted as a column. An empty Enter goes on with the form. */
export function SerialNumbers({ label, item, wanted, values, onChange, onRead }: SerialNumbersProps) {
  const [text, setText] = useState('');
  const [why, setWhy] = useState<string>();
  const { itemNumber, gtin14 } = item;
  const about = { itemNumber, gtin14s: gtin14 === null ? [] : [gtin14], today: today() };
  const take = (read: Parameters<typeof sift>[0]): void => {
    const sifted = sift(read, values);
    setText('');
    setWhy(sifted.why);
    for (const serial of sifted.serials) onRead?.(serial);
    if (sifted.serials.length > 0) onChange(sifted.all);
  };
  return (
    <div className="serial-numbers">
      <TextInput
        size="xs"
        label={
          <>
            {label}{' '}
            <span className={values.length === (wanted ?? values.length) ? 'soft' : 'tone-warn'}>
              {countText(values.length, wanted)}
            </span>
          </>
        }
        aria-label={label}
        placeholder="Scan, or paste a column"
        autoComplete="off"
        spellCheck={false}
        value={text}
        error={why}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || text.trim() === '') return;
          event.preventDefault();
          take([readSerial(text, about)]);
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text');
          if (!/[\r\n\t]/.test(pasted.trim())) return;
          event.preventDefault();
          take(readSerials(pasted, about));
        }}
      />
      <SerialList serials={values} onRemove={(one) => onChange(values.filter((kept) => kept !== one))} />
    </div>
  );
}
