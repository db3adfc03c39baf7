import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { useMySide, useSession } from '../../app/session.ts';
import { formatActor, formatCount } from '../../ui/format.ts';
import { Instant } from '../../ui/time.tsx';
import { useCycleBar } from '../cycle/use-cycle-bar.ts';
import { newsSince } from './since-last-visit.ts';
import { useLastVisit } from './use-last-visit.ts';

const shownNews = 15;

/** What others did while this person was away. */
export function SinceLastVisit() {
  const { user, organisation } = useSession();
  const mySide = useMySide();
  const since = useLastVisit(user.id ?? '', organisation.id);
  const cycles = useCycleBar();
  const threads = useQuery(trpc.threads.inbox.queryOptions({ only: 'unread', limit: 50 }));
  const exceptions = useQuery(trpc.exceptions.list.queryOptions({ sort: 'newest', limit: 50 }));
  const orders = useQuery({ ...trpc.supplier.home.queryOptions(), enabled: mySide === 'seller' });
  const news = newsSince(since, {
    cycles,
    threads: threads.data?.rows ?? [],
    exceptions: exceptions.data?.rows ?? [],
    orders: orders.data?.recent ?? [],
  });
  return (
    <section className="section" aria-labelledby="news-title">
      <h2 id="news-title">
        Since you left{' '}
        <span className="soft">
          (<Instant at={since} />)
        </span>
      </h2>
      {news.length === 0 && <p className="soft">Nothing has changed.</p>}
      <ol className="timeline">
        {news.slice(0, shownNews).map(({ at, text, actorName, to }) => (
          <li key={`${at} ${text}`}>
            <Link to={to}>{text}</Link>
            <small>
              <Instant at={at} /> · {formatActor(actorName)}
            </small>
          </li>
        ))}
      </ol>
      {news.length > shownNews && <p className="soft">and {formatCount(news.length - shownNews)} more</p>}
    </section>
  );
}
