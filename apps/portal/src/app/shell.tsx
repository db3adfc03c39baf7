import { Outlet, useNavigate } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Notices } from '../ui/notices.tsx';
import { PageSkeleton } from '../ui/page.tsx';
import { CommandPalette } from './command-palette.tsx';
import { useKeys } from './keyboard.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { useAnnouncement, useLiveEvents } from './live.ts';
import { navigationFor } from './navigation.ts';
import { useSession } from './session.ts';
import { Sidebar } from './sidebar.tsx';

/** Sidebar, page, and what is there on every page: palette, keys, notices, live news. */
export function Shell() {
  const session = useSession();
  const sections = navigationFor(session);
  const navigate = useNavigate();
  const announcement = useAnnouncement();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isKeysOpen, setKeysOpen] = useState(false);
  useLiveEvents();
  useKeys('Everywhere', [
    { keys: 'mod+k', label: 'Find a page or an action', run: () => setPaletteOpen(true) },
    { keys: '?', label: 'Show these keys', run: () => setKeysOpen(true) },
    ...sections.flatMap(({ destinations }) =>
      destinations.map(({ to, label, keys }) => ({ keys, label, run: () => void navigate({ to }) })),
    ),
  ]);

  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <Sidebar
        session={session}
        sections={sections}
        onPalette={() => setPaletteOpen(true)}
        onKeys={() => setKeysOpen(true)}
      />
      <div className="content">
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </div>
      <div className="visually-hidden" aria-live="polite">
        {announcement}
      </div>
      <Notices />
      <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} sections={sections} />
      <KeysDialog isOpen={isKeysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  );
}
