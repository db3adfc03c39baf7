import { useEffect, useRef, useState } from 'react';

export type Verdict = { tone: 'good' | 'bad'; text: string };

type ScanFieldProps = {
  label: string;
  /** Understands what was scanned; says whether it was right. An empty Enter comes as an empty text. */
  onScan: (text: string) => Promise<Verdict | undefined>;
  isDisabled?: boolean;
  /** Takes the focus anew whenever it changes: another stop, another carton. */
  focusKey: string;
};

/** The one place that a scanner types into. It keeps the focus, empties itself, and says what was wrong until the next scan. */
export function ScanField({ label, onScan, isDisabled = false, focusKey }: ScanFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [verdict, setVerdict] = useState<Verdict>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thing to scan takes the focus back.
  useEffect(() => {
    setVerdict(undefined);
    input.current?.focus();
  }, [focusKey, isDisabled]);
  const scan = async (): Promise<void> => {
    const typed = text;
    setText('');
    setVerdict(await onScan(typed));
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
        id="scan"
        ref={input}
        className="scan-input"
        value={text}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        disabled={isDisabled}
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
