import { Button, PasswordInput, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import './edi.css';
import { queryClient } from '../../app/api.ts';
import { gateway } from '../../app/gateway-api.ts';
import type { ChangePreview, EdiAgreement, SettingField } from '../../app/gateway-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { ReasonField } from '../../ui/form-fields.tsx';
import { Page, PageSkeleton } from '../../ui/page.tsx';
import {
  changesOf,
  type Edits,
  type SettingGroup,
  settingGroups,
  shownFields,
  valueAt,
} from './agreement-edits.ts';
import { SettingChanges } from './setting-changes.tsx';
import { SettingInput } from './setting-input.tsx';

const route = getRouteApi('/shell/edi/agreements/$agreementId/edit');

/** /edi/agreements/:agreementId/edit: every setting with its standard; what changes is seen before it is saved. */
export function EditAgreementPage() {
  const { agreementId } = route.useParams();
  const agreement = useQuery(gateway.edi.agreements.get.queryOptions({ agreementId }));
  const fields = useQuery(
    gateway.edi.agreements.fields.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const before = useQuery(gateway.edi.agreements.preview.queryOptions({ agreementId, changes: [] }));
  const failed = [agreement, fields, before].find(({ isError }) => isError);
  if (failed !== undefined) {
    return (
      <Page title="EDI agreement">
        <ErrorView error={failed.error} onRetry={() => void failed.refetch()} />
      </Page>
    );
  }
  if (agreement.data === undefined || fields.data === undefined || before.data === undefined) {
    return <PageSkeleton />;
  }
  return (
    <Editor
      key={before.data.version}
      agreement={agreement.data}
      fields={fields.data.fields}
      before={before.data}
    />
  );
}

type EditorProps = { agreement: EdiAgreement; fields: readonly SettingField[]; before: ChangePreview };

function Editor({ agreement, fields, before }: EditorProps) {
  const { agreementId } = agreement;
  const navigate = route.useNavigate();
  const [edits, setEdits] = useState<Edits>({});
  const { changes, broken } = changesOf(fields, edits, before.content);
  const preview = useQuery({
    ...gateway.edi.agreements.preview.queryOptions({ agreementId, changes }),
    placeholderData: keepPreviousData,
  });
  const leave = () => void navigate({ to: '/edi/agreements/$agreementId', params: { agreementId } });
  useKeys('Agreement', [{ keys: 'u', label: 'Back to the agreement', run: leave }]);
  const edit = (path: string, value: string | boolean | null | undefined): void =>
    setEdits(({ [path]: _old, ...others }) => (value === undefined ? others : { ...others, [path]: value }));
  const issues = preview.data?.issues ?? [];
  return (
    <Page
      title={`Change ${agreement.name}`}
      subtitle={`Version ${before.version}; what is saved becomes version ${before.version + 1} and holds at once`}
    >
      <div className="page-body edi-edit">
        <div>
          {settingGroups.map((group) => (
            <Group key={group.id} group={group} about={{ fields, edits, before, issues }} onEdit={edit} />
          ))}
        </div>
        <SavePanel
          agreement={agreement}
          about={{ changes, broken, basedOn: before.version }}
          preview={preview.data}
          failure={preview.error}
          onSaved={leave}
        />
      </div>
    </Page>
  );
}

type GroupProps = {
  group: SettingGroup;
  about: Pick<EditorProps, 'fields' | 'before'> & { edits: Edits; issues: ChangePreview['issues'] };
  onEdit: (path: string, value: string | boolean | null | undefined) => void;
};

function Group({ group: { id, title, part }, about: { fields, edits, before, issues }, onEdit }: GroupProps) {
  const [search, setSearch] = useState('');
  const { content } = before;
  const isUsed = part === null || valueAt(content, part) != null;
  const isLeft = part !== null && edits[part] === null;
  const shown = isLeft ? [] : shownFields(fields, id, { content, edits, search });
  return (
    <details className="section edi-settings" open={isUsed || undefined} data-testid={`settings-${id}`}>
      <summary>
        <h2>{title}</h2> {!isUsed && <span className="soft">not agreed</span>}
      </summary>
      {id === 'profile' && (
        <TextInput
          aria-label="Find a setting"
          placeholder="Find a setting: units, deliver, BEG …"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-testid="find-setting"
        />
      )}
      <div className="edi-fields">
        {shown.map((field) => (
          <SettingInput
            key={field.path}
            field={field}
            stated={valueAt(content, field.path)}
            edit={edits[field.path]}
            issue={issues.find(({ path }) => path === field.path)?.message}
            onEdit={(value) => onEdit(field.path, value)}
          />
        ))}
      </div>
      {id === 'profile' && shown.length === 0 && (
        <p className="soft">Nothing differs from the standard. Look for a setting to change it.</p>
      )}
      {part !== null && valueAt(content, part) != null && (
        <Button variant="subtle" size="compact-sm" onClick={() => onEdit(part, isLeft ? undefined : null)}>
          {isLeft ? `Keep ${title}` : `Take ${title} out of the agreement`}
        </Button>
      )}
    </details>
  );
}

type SavePanelProps = {
  agreement: EdiAgreement;
  about: { changes: { path: string; value: unknown }[]; broken: string[]; basedOn: number };
  preview: ChangePreview | undefined;
  failure: unknown;
  onSaved: () => void;
};

/** What would change, why, and the button that makes it so. */
function SavePanel({ agreement, about, preview, failure, onSaved }: SavePanelProps) {
  const { agreementId, hasKey } = agreement;
  const { changes, broken, basedOn } = about;
  const [reason, setReason] = useState('');
  const [keys, setKeys] = useState({ local: '', partner: '' });
  const save = useMutation(
    gateway.edi.agreements.change.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(gateway.edi.agreements.pathFilter());
        onSaved();
      },
    }),
  );
  const apiKeys = Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== ''));
  const isNothing = changes.length === 0 && Object.keys(apiKeys).length === 0;
  const issues = preview?.issues ?? [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ agreementId, changes, basedOn, apiKeys, reason });
  };
  const keyField = (side: 'local' | 'partner', label: string) => (
    <PasswordInput
      label={label}
      description={hasKey[side] ? 'One is kept; a new one replaces it' : 'None is kept yet'}
      value={keys[side]}
      autoComplete="off"
      onChange={(event) => setKeys({ ...keys, [side]: event.currentTarget.value })}
    />
  );
  return (
    <form className="edi-save" onSubmit={submit} data-testid="save-panel">
      <h2>What changes</h2>
      {changes.length === 0 ? (
        <p className="soft">Nothing yet.</p>
      ) : (
        <SettingChanges changes={preview?.changes ?? []} />
      )}
      {issues.length > 0 && (
        <Callout tone="warn" title="It cannot be saved like this">
          {issues.map(({ path, message }) => (
            <div key={`${path} ${message}`}>
              {path}: {message}
            </div>
          ))}
        </Callout>
      )}
      {failure !== null && failure !== undefined && <Callout tone="bad">{explainError(failure)}</Callout>}
      {keyField('local', 'Our API key at Coplan')}
      {keyField('partner', 'The partner’s API key at Coplan')}
      <ReasonField value={reason} onChange={setReason} placeholder="The partner moves to 5010" />
      {save.isError && <Callout tone="bad">{explainError(save.error)}</Callout>}
      <Button
        type="submit"
        mt="sm"
        disabled={isNothing || reason.trim() === '' || issues.length > 0 || broken.length > 0}
        loading={save.isPending}
        data-testid="save-agreement"
      >
        Save as version {basedOn + 1}
      </Button>
    </form>
  );
}
