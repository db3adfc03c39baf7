import { Button, Group, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { ScenarioRow } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatState } from '../../ui/format.ts';
import { Empty } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { scenarioCommand } from './scenario-command.ts';

const route = getRouteApi('/shell/partnerships/$agreementId/scenarios');

const columns: Column<ScenarioRow>[] = [
  {
    id: 'name',
    title: 'Scenario',
    isWide: true,
    cell: ({ scenarioId, name }) => (
      <Link to="/scenarios/$scenarioId" params={{ scenarioId }}>
        {name}
      </Link>
    ),
  },
  { id: 'purpose', title: 'Forecast', cell: ({ purpose }) => formatState(purpose) },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  {
    id: 'signed',
    title: 'Signed by',
    cell: ({ signedBy }) => signedBy.map(({ signerName }) => signerName).join(', '),
  },
  { id: 'by', title: 'Begun by', cell: ({ createdBy }) => createdBy },
  { id: 'at', title: 'Begun', cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

/** /partnerships/:agreementId/scenarios: branches of the joint plan that both edit before anything is agreed. */
export function ScenariosPage() {
  const { agreementId } = route.useParams();
  const mayWrite = useIsPermitted('scenarios.write');
  const [isOpen, setIsOpen] = useState(false);
  const { data } = useSuspenseQuery(trpc.scenarios.list.queryOptions({ agreementId }));
  useKeys('Scenarios', [{ keys: 'n', label: 'New scenario', run: () => mayWrite && setIsOpen(true) }]);
  return (
    <>
      {mayWrite && (
        <div className="toolbar">
          <Button onClick={() => setIsOpen(true)} data-testid="new-scenario">
            New scenario…
          </Button>
          <span className="soft">
            A branch of the joint plan. Nothing changes before both have signed it.
          </span>
        </div>
      )}
      {data.rows.length === 0 ? (
        <Empty title="No scenario yet">
          <p>
            Branch the joint plan to try a promotion, a shortage or another lift together. Both sides edit the
            branch live and see what it does to service, stock and money.
          </p>
        </Empty>
      ) : (
        <DataTable
          label="Scenarios"
          rows={data.rows}
          rowKey={({ scenarioId }) => scenarioId}
          rowTestId="scenario-row"
          columns={columns}
        />
      )}
      {isOpen && <NewScenario agreementId={agreementId} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function NewScenario({ agreementId, onClose }: { agreementId: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [purpose, setPurpose] = useState<'sales' | 'order'>('sales');
  const navigate = useNavigate();
  const create = useMutation(
    trpc.scenarios.create.mutationOptions(scenarioCommand('Branched the joint plan')),
  );
  return (
    <Modal opened onClose={onClose} title="New scenario" size={460}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(
            {
              agreementId,
              purpose,
              name: name.trim(),
              ...(description.trim() === '' ? {} : { description: description.trim() }),
            },
            {
              onSuccess: ({ scenarioId }) =>
                void navigate({ to: '/scenarios/$scenarioId', params: { scenarioId } }),
            },
          );
        }}
      >
        <SegmentedControl
          fullWidth
          mb="sm"
          aria-label="Which joint plan"
          data={[
            { value: 'sales', label: 'Sales forecast' },
            { value: 'order', label: 'Order forecast' },
          ]}
          value={purpose}
          onChange={(value) => setPurpose(value === 'order' ? 'order' : 'sales')}
        />
        <TextInput
          label="Name"
          required
          maxLength={120}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-testid="scenario-name"
        />
        <Textarea
          mt="xs"
          label="What is tried"
          autosize
          minRows={2}
          maxLength={2000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={create.isPending} data-testid="create-scenario">
            Branch
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
