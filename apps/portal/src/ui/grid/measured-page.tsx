import '@mantine/core/styles.layer.css';
import '../tokens.css';
import '../base.css';
import '../shell.css';
import '../table.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { createGeneratedSource } from './generated-source.ts';
import { PlanningSheet } from './planning-sheet.tsx';
import { type SheetSettings, useSheetCore } from './use-sheet.ts';

/** A page of its own, built only by the test that measures the grid: rows and buckets as the address says. */
const asked = new URLSearchParams(location.search);
const source = createGeneratedSource({
  rowCount: Number(asked.get('rows') ?? 10_000),
  bucketCount: Number(asked.get('buckets') ?? 104),
  pastCount: 52,
});
const settings: SheetSettings = { groupBy: [], hiddenMeasures: [], search: '', differsRatio: undefined };

function MeasuredPage() {
  const sheet = useSheetCore(source);
  return (
    <main className="page" style={{ height: '100vh' }}>
      <PlanningSheet
        {...sheet}
        onRetry={sheet.retry}
        label="Generated plan"
        settings={settings}
        density="compact"
        onToggleMeasure={() => undefined}
      />
    </main>
  );
}

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <MantineProvider>
      <MeasuredPage />
    </MantineProvider>,
  );
