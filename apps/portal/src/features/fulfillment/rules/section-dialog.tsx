import { CustomerRuleDialog } from './customer-rule-dialog.tsx';
import { PlaceDialog } from './place-dialog.tsx';
import { PoolDialog } from './pool-dialog.tsx';
import { type Entry, type EntryOf, entriesOf } from './rules-draft.ts';
import type { Edited, RuleSection, SectionDialogProps } from './section-dialog-props.ts';
import { SubstituteDialog } from './substitute-dialog.tsx';

const of = <Section extends RuleSection>(
  section: Section,
  entry: Entry | undefined,
): EntryOf<Section> | undefined => (entry?.section === section ? (entry as EntryOf<Section>) : undefined);

/** The form of the section that is edited. */
export function SectionDialog({
  edited: { section, entry, locationId },
  ...shared
}: Omit<SectionDialogProps<'customers'>, 'entry'> & { edited: Edited }) {
  if (section === 'customers') return <CustomerRuleDialog {...shared} entry={of('customers', entry)} />;
  if (section === 'pools') return <PoolDialog {...shared} entry={of('pools', entry)} />;
  if (section === 'substitutes') return <SubstituteDialog {...shared} entry={of('substitutes', entry)} />;
  if (locationId === undefined) return null;
  const positions = entriesOf(shared.draft, 'places').map(({ value }) => value.position);
  return (
    <PlaceDialog
      {...shared}
      entry={of('places', entry)}
      place={{ locationId, title: shared.words.nameOf(locationId) }}
      nextPosition={Math.min(99, Math.max(0, ...positions) + 1)}
    />
  );
}
