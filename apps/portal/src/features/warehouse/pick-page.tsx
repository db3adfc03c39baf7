import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import './warehouse.css';
import { trpc } from '../../app/api.ts';
import type { PickListView } from '../../app/api-types.ts';
import { formatDay } from '../../ui/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Empty, Page } from '../../ui/page.tsx';
import { PickStopWork } from './pick-stop-work.tsx';
import { StopList } from './stop-list.tsx';

const route = getRouteApi('/shell/warehouse/waves/pick/$listId');

function AllDone({ list }: { list: PickListView }) {
  const shortCount = list.stops.filter(({ state }) => state === 'short-picked').length;
  return (
    <Empty title="Every stop of this list is done">
      {shortCount > 0 && (
        <p>
          {shortCount === 1 ? 'One stop was short' : `${shortCount} stops were short`}: somebody counts the
          bin.
        </p>
      )}
      <div className="work-actions">
        <LinkButton to="/warehouse/packing">To packing</LinkButton>
        <LinkButton variant="default" to="/warehouse/waves/$waveId" params={{ waveId: list.waveId }}>
          Back to wave {list.waveNumber}
        </LinkButton>
      </div>
    </Empty>
  );
}

/** /warehouse/waves/pick/:listId: one stop at a time, with a scanner or a keyboard alone. */
export function PickPage() {
  const { listId } = route.useParams();
  const { data: list } = useSuspenseQuery(trpc.warehouse.picks.list.queryOptions({ listId }));
  const current = list.stops.find(({ state }) => state === 'open');
  const doneCount = list.stops.filter(({ state }) => state !== 'open').length;
  return (
    <Page
      title={`Wave ${list.waveNumber}, list ${list.listNumber}`}
      subtitle={
        <span data-testid="pick-progress">
          {doneCount} of {list.stops.length} stops done · {list.locationName}
          {list.zone !== null && `, zone ${list.zone}`} · leaves {formatDay(list.leavesOn)}
        </span>
      }
    >
      <div className="page-body work">
        <div>
          {current === undefined ? (
            <AllDone list={list} />
          ) : (
            <PickStopWork key={`${current.taskId} ${current.version}`} stop={current} />
          )}
        </div>
        <StopList stops={list.stops} currentId={current?.taskId} />
      </div>
    </Page>
  );
}
