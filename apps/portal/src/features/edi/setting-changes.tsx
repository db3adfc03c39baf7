import type { SettingChange } from '../../app/gateway-types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { settingText } from './edi-words.ts';

/** Each setting that differs, as it was and as it is. */
export function SettingChanges({ changes }: { changes: readonly SettingChange[] }) {
  return (
    <DataTable
      isInset
      label="Changes"
      rows={changes}
      rowKey={({ path }) => path}
      rowTestId="edi-change-row"
      columns={[
        { id: 'setting', title: 'Setting', cell: ({ path }) => settingText(path) },
        { id: 'before', title: 'Before', isProse: true, cell: ({ before }) => <Stated text={before} /> },
        {
          id: 'after',
          title: 'After',
          isProse: true,
          cell: ({ after }) => (
            <b>
              <Stated text={after} />
            </b>
          ),
        },
      ]}
    />
  );
}

const Stated = ({ text }: { text: string | null }) =>
  text === null ? <span className="soft">not stated</span> : <span>{text}</span>;
