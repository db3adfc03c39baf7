import { useState } from 'react';
import './scan.css';

export type Verdict = { tone: 'good' | 'bad'; text: string };

type ScanFieldProps = {
  label: string;
  /** Understands what was scanned; says whether it was right. An empty Enter comes as an empty text. */
  onScan: (text: string) => Promise<Verdict | undefined>;
  /** Takes the focus anew whenever it changes: another stop, another carton. */
  focusKey: string;
};

/** Called once for each element that appears: React keeps a function that does not change. */
const takeFocus = (input: HTMLInputElement | null): void => input?.focus();

/** The one place that a scanner types into. It keeps the focus, empties itself, and says what was wrong until the next scan. */
export function ScanField({ label, onScan, focusKey }: ScanFieldProps) {
  const [text, setText] = useState('');
  const [told, setTold] = useState<{ about: string; verdict: Verdict | undefined }>();
  const verdict = told?.about === focusKey ? told.verdict : undefined;
  const scan = async (): Promise<void> => {
    const typed = text;
    setText('');
    setTold({ about: focusKey, verdict: await onScan(typed) });
  };
  return (
    <form
      className="scan"
      onSubmit={(event) => {
        event.preventDefault();
        void scan();
      }}
    >
      <label htmlFor="scan">{label}</label>
      <input
        key={focusKey}
        id="scan"
        ref={takeFocus}
        className="scan-input"
        value={text}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="Scan, or type and press Enter"
        data-testid="scan"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div
        className="scan-verdict"
        aria-live="assertive"
        data-tone={verdict?.tone}
        data-testid="scan-verdict"
      >
        {verdict?.text}
      </div>
    </form>
  );
}
