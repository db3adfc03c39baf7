import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import './warehouse.css';
import { trpc } from '../../app/api.ts';
import type { WarehouseSetUp } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatQuantity } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Empty, Page } from '../../ui/page.tsx';
import { CartonTypeDialog } from './carton-type-dialog.tsx';
import { ItemDialog } from './item-dialog.tsx';
import { SsccRangeForm } from './sscc-range-form.tsx';
import { formatGrams } from './warehouse-words.ts';

type Item = WarehouseSetUp['items'][number];
type CartonType = WarehouseSetUp['cartonTypes'][number];

const sizeText = ({
  lengthMm,
  widthMm,
  heightMm,
}: {
  lengthMm: number;
  widthMm: number;
  heightMm: number;
}): string => `${lengthMm} × ${widthMm} × ${heightMm} mm`;

const itemColumns = (setUp: WarehouseSetUp, onEdit: ((item: Item) => void) | undefined): Column<Item>[] => [
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: ({ itemNumber, description }) => `${itemNumber} ${description}`,
  },
  { id: 'gtin', title: 'GTIN', isSpare: true, cell: ({ gtin14 }) => gtin14 ?? '' },
  {
    id: 'bins',
    title: 'Picked from',
    isWide: true,
    cell: ({ faces }) =>
      faces.length === 0 ? (
        <span className="tag warn">no bin</span>
      ) : (
        faces
          .map(({ locationId, binCode }) => {
            const place = setUp.places.find((one) => one.locationId === locationId);
            return setUp.places.length === 1 ? binCode : `${binCode} at ${place?.name}`;
          })
          .join(', ')
      ),
  },
  {
    id: 'piece',
    title: 'Lifted as',
    cell: ({ handling, unit }) =>
      handling === null ? (
        <span className="tag warn">size unknown</span>
      ) : (
        formatQuantity(handling.pieceMilli, unit)
      ),
  },
  {
    id: 'size',
    title: 'Size',
    isSpare: true,
    cell: ({ handling }) => (handling === null ? '' : sizeText(handling)),
  },
  {
    id: 'weight',
    title: 'Weight',
    isNumber: true,
    cell: ({ handling }) => (handling === null ? '' : formatGrams(handling.weightGrams)),
  },
  ...(onEdit === undefined
    ? []
    : [
        {
          id: 'edit',
          title: 'Change',
          isTitleHidden: true,
          cell: (item: Item) => (
            <Button
              size="xs"
              variant="subtle"
              aria-label={`Change ${item.itemNumber}`}
              onClick={() => onEdit(item)}
            >
              Change
            </Button>
          ),
        },
      ]),
];

const cartonColumns: Column<CartonType>[] = [
  { id: 'code', title: 'Carton', cell: ({ code }) => code },
  { id: 'size', title: 'Inner size', cell: sizeText },
  { id: 'carries', title: 'Carries', isNumber: true, cell: ({ carriesGrams }) => formatGrams(carriesGrams) },
  { id: 'empty', title: 'Empty', isNumber: true, cell: ({ emptyGrams }) => formatGrams(emptyGrams) },
  {
    id: 'cost',
    title: 'Cost to send',
    isNumber: true,
    cell: ({ costMinor }) => (costMinor / 100).toFixed(2),
  },
];

/** /warehouse/set-up: where items are picked, how they are lifted, what they are packed into, and whose numbers cartons get. */
export function SetUpPage() {
  const { data: setUp } = useSuspenseQuery(trpc.warehouse.setUp.get.queryOptions());
  const mayChange = useIsPermitted('warehouse.set-up');
  const [item, setItem] = useState<Item>();
  const [isAddingCarton, setAddingCarton] = useState(false);
  return (
    <Page
      title="Set up the warehouse"
      actions={
        <LinkButton variant="default" to="/warehouse/waves">
          Waves
        </LinkButton>
      }
    >
      <h2 className="board-title">SSCC range</h2>
      <SsccRangeForm key={setUp.ssccRange?.companyPrefix} range={setUp.ssccRange} mayChange={mayChange} />
      <h2 className="board-title">Cartons</h2>
      {setUp.cartonTypes.length === 0 ? (
        <Empty title="No carton yet" />
      ) : (
        <DataTable
          label="Cartons"
          rows={setUp.cartonTypes}
          rowKey={({ cartonTypeId }) => cartonTypeId}
          columns={cartonColumns}
        />
      )}
      {mayChange && (
        <div className="more">
          <Button variant="default" onClick={() => setAddingCarton(true)}>
            Add or change a carton
          </Button>
        </div>
      )}
      <h2 className="board-title">Items</h2>
      {setUp.items.length === 0 ? (
        <Empty title="No item of your own is known yet" />
      ) : (
        <DataTable
          label="Items"
          rows={setUp.items}
          rowKey={({ itemId }) => itemId}
          columns={itemColumns(setUp, mayChange ? setItem : undefined)}
        />
      )}
      {item !== undefined && (
        <ItemDialog
          item={setUp.items.find(({ itemId }) => itemId === item.itemId) ?? item}
          setUp={setUp}
          onClose={() => setItem(undefined)}
        />
      )}
      {isAddingCarton && <CartonTypeDialog onClose={() => setAddingCarton(false)} />}
    </Page>
  );
}
