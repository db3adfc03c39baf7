import {
  agreementPreset,
  leadOptions,
  type MaturityLevel,
  maturityLevels,
  scenarioPresets,
} from '@coplan/collaboration';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import './agreements.css';
import { type ReactNode, useState } from 'react';
import { trpc } from '../../app/api.ts';
import { useMySide, useSession } from '../../app/session.ts';
import { Empty, Page } from '../../ui/page.tsx';
import { agreementCommand } from './agreement-command.ts';

const route = getRouteApi('/shell/agreements/new');

type ChoiceProps<Value extends string | number> = {
  legend: string;
  value: Value;
  options: readonly { value: Value; name: string; summary: string }[];
  onChange: (value: Value) => void;
};

/** One of a few, each with its sentence. */
function Choice<Value extends string | number>({ legend, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset className="preset-choice">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={legend}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            <b>{option.name}</b>
            <small>{option.summary}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** /agreements/new: with whom, for what, and from which usual arrangement the draft begins. */
export function NewAgreementPage() {
  const mySide = useMySide();
  const { partner } = route.useSearch();
  const kind = mySide === 'buyer' ? 'supplier' : 'buyer';
  const { data: partners } = useSuspenseQuery(
    trpc.partners.directory.list.queryOptions({ kind, limit: 200 }),
  );
  const [partnerId, setPartnerId] = useState(partner ?? partners.rows[0]?.partnerId ?? '');
  if (partners.rows.length === 0) {
    return (
      <Page title="New agreement">
        <Empty title="There is no partner yet">
          <p>An agreement needs a trading relation; your administrator sets it up.</p>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title="New agreement" subtitle="Nothing counts before both have signed">
      <div className="page-body">
        <AgreementStart partnerId={partnerId}>
          <NativeSelect
            label={mySide === 'buyer' ? 'Supplier' : 'Buyer'}
            size="xs"
            data={partners.rows.map((row) => ({ value: row.partnerId as string, label: row.name }))}
            value={partnerId}
            onChange={(event) => setPartnerId(event.currentTarget.value)}
          />
        </AgreementStart>
      </div>
    </Page>
  );
}

function AgreementStart({ partnerId, children }: { partnerId: string; children: ReactNode }) {
  const mySide = useMySide();
  const { organisation } = useSession();
  const navigate = useNavigate();
  const { data: presets } = useSuspenseQuery(trpc.agreements.presets.queryOptions());
  const [name, setName] = useState(presets.content.name);
  const [scenario, setScenario] = useState(presets.content.scenario);
  const [leadOption, setLeadOption] = useState<'A' | 'B' | 'C' | 'D'>('A');
  const [maturityLevel, setMaturityLevel] = useState<MaturityLevel>(2);
  const start = useMutation(trpc.agreements.start.mutationOptions(agreementCommand('The draft is there.')));
  const begin = async (): Promise<void> => {
    const content = agreementPreset({
      name,
      scenario,
      leadOption,
      maturityLevel,
      validFrom: presets.content.validFrom,
      currency: organisation.currency,
      timeZone: organisation.timeZone,
    });
    const partner = mySide === 'buyer' ? { supplierId: partnerId } : { buyerId: partnerId };
    const { agreementId, agreementVersionId } = await start.mutateAsync({ ...partner, content });
    await navigate({
      to: '/partnerships/$agreementId/agreement-draft',
      params: { agreementId },
      search: { from: agreementVersionId, as: 'draft' },
    });
  };
  return (
    <form
      className="preset-form"
      onSubmit={(event) => {
        event.preventDefault();
        void begin().catch(() => undefined);
      }}
    >
      <div className="field-grid">
        {children}
        <TextInput
          label="Name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <Choice
        legend="Scenario"
        value={scenario}
        options={scenarioPresets.map((preset) => ({ ...preset, value: preset.scenario }))}
        onChange={setScenario}
      />
      <Choice
        legend="Who leads"
        value={leadOption}
        options={leadOptions.map(({ code, name: title, summary }) => ({
          value: code,
          name: `${code} · ${title}`,
          summary,
        }))}
        onChange={setLeadOption}
      />
      <Choice
        legend="What is shared"
        value={maturityLevel}
        options={maturityLevels.map((preset) => ({
          value: preset.level,
          name: `Level ${preset.level}: ${preset.name}`,
          summary: preset.summary,
        }))}
        onChange={setMaturityLevel}
      />
      <Button type="submit" loading={start.isPending} data-testid="start-agreement">
        Write the draft
      </Button>
    </form>
  );
}
