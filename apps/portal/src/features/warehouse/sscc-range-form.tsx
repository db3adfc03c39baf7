import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { WarehouseSetUp } from '../../app/api-types.ts';
import { formatCount } from '../../ui/format.ts';
import { warehouseCommand } from './warehouse-command.ts';

type SsccRangeFormProps = { range: WarehouseSetUp['ssccRange']; mayChange: boolean };

/** Whose numbers cartons get. A range that was used is never begun anew. */
export function SsccRangeForm({ range, mayChange }: SsccRangeFormProps) {
  const [companyPrefix, setCompanyPrefix] = useState(range?.companyPrefix ?? '');
  const [extensionDigit, setExtensionDigit] = useState(String(range?.extensionDigit ?? 0));
  const set = useMutation(
    trpc.warehouse.setUp.setPackages.mutationOptions(warehouseCommand('Cartons get numbers of this range.')),
  );
  const isRight = /^\d{7,10}$/.test(companyPrefix);
  return (
    <form
      className="release-bar"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ ssccRange: { companyPrefix, extensionDigit: Number(extensionDigit) } });
      }}
    >
      <TextInput
        label="GS1 company prefix"
        w={170}
        disabled={!mayChange}
        value={companyPrefix}
        error={companyPrefix !== '' && !isRight ? '7 to 10 digits' : undefined}
        onChange={(event) => setCompanyPrefix(event.currentTarget.value.trim())}
      />
      <Select
        label="Extension digit"
        w={110}
        disabled={!mayChange}
        allowDeselect={false}
        data={[...'0123456789']}
        value={extensionDigit}
        onChange={(value) => setExtensionDigit(value ?? '0')}
      />
      {mayChange && (
        <Button type="submit" variant="default" disabled={!isRight} loading={set.isPending}>
          Use this range
        </Button>
      )}
      <span className="soft">
        {range === null
          ? 'No range yet: nothing can be packed'
          : `${formatCount(range.nextSerial)} numbers given so far`}
      </span>
    </form>
  );
}
