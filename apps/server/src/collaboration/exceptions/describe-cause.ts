import type { Criterion, EvaluationInput, PooledException } from '@coplan/collaboration';
import { rowsOf } from '../../partners/index.ts';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';

export type DescribedCause = { title: string; causeLabel: string };

const findNames = `
select item.id::text as id, item.item_number || ' ' || item.description as name from items item
where item.org_id = $1 and item.id::text = any ($2)
union all
select place.id::text, place.code || ' ' || place.name from locations place
where place.org_id = $1 and place.id::text = any ($2)
union all
select scope.item_location_id::text, item.item_number || ' at ' || coalesce(place.code, '')
from agreement_item_locations scope
  join items item on item.org_id = scope.buyer_id and item.id = scope.item_id
  left join locations place on place.org_id = scope.buyer_id and place.id = scope.location_id
where scope.buyer_id = $1 and scope.item_location_id::text = any ($2)
union all
select party.id::text, party.name from organisations party where party.id::text = any ($3)`;

const dataProblems: Readonly<Record<string, string>> = {
  'no-price': 'No price',
  'missing-pack': 'No pack',
  'stale-sales': 'Sales stopped coming',
  'frozen-on-hand': 'Stock stands still',
};

/** Each cause in words that both sides understand. */
export async function describeCauses(
  tx: Transaction,
  about: { agreement: AgreementInForce; input: EvaluationInput; exceptions: readonly PooledException[] },
): Promise<DescribedCause[]> {
  const { agreement, input, exceptions } = about;
  const refs = exceptions.flatMap(({ causeRef }) => (causeRef === null ? [] : [causeRef]));
  const parties = [agreement.buyerId, agreement.supplierId];
  const named = await rowsOf<{ id: string; name: string }>(tx, findNames, [agreement.buyerId, refs, parties]);
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const criteria = new Map<string, Criterion>(input.criteria.map((criterion) => [criterion.code, criterion]));
  const nameOf = (ref: string | null): string => names.get(ref ?? '') ?? ref ?? '';
  return exceptions.map((pooled) => {
    const causeLabel = labelOf(pooled, { agreement, input, nameOf });
    const criterionName = criteria.get(pooled.criterionCode)?.name;
    return {
      title: criterionName === undefined ? causeLabel : `${criterionName}: ${causeLabel}`,
      causeLabel,
    };
  });
}

function labelOf(
  { causeKind, causeRef, owedBy }: PooledException,
  about: { agreement: AgreementInForce; input: EvaluationInput; nameOf(ref: string | null): string },
): string {
  const { agreement, input, nameOf } = about;
  switch (causeKind) {
    case 'event':
      return input.events.find(({ eventId }) => eventId === causeRef)?.name ?? 'An event';
    case 'response':
      return `${nameOf(owedBy === 'buyer' ? agreement.buyerId : agreement.supplierId)} has not answered`;
    case 'metric':
      return (causeRef ?? '').replaceAll('-', ' ');
    case 'data':
      return dataProblems[causeRef ?? ''] ?? 'Data';
    case 'version':
      return 'the whole forecast';
    case 'category':
      return causeRef === '' ? 'items without a category' : `category ${causeRef}`;
    case 'mixed':
      return causeRef === null
        ? 'various items'
        : `various items of ${causeRef === '' ? 'no category' : causeRef}`;
    case 'event-change':
      return nameOf(causeRef);
    case 'small-differences':
      return 'Small differences';
    case 'location':
    case 'item':
    case 'item-location':
      return nameOf(causeRef);
  }
}
