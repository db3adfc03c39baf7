import { Menu, useMantineColorScheme } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Session } from './api-types.ts';
import { switchOrganisation } from './auth-client.ts';
import { type ConnectionState, useConnectionState } from './live.ts';
import type { NavigationSection } from './navigation.ts';
import { signOut } from './session.ts';

const connectionTexts: Readonly<Record<ConnectionState, string>> = {
  live: 'Live',
  connecting: 'Connecting…',
  offline: 'Connection lost, retrying…',
};

const kindNames: Readonly<Record<string, string>> = {
  buyer: 'Retailer',
  supplier: 'Supplier',
  carrier: 'Carrier',
};

type SidebarProps = {
  session: Session;
  sections: NavigationSection[];
  onPalette: () => void;
  onKeys: () => void;
};

export function Sidebar({ session, sections, onPalette, onKeys }: SidebarProps) {
  return (
    <div className="sidebar">
      <div className="brand">
        <img src="/coplan.svg" alt="Coplan" width={26} height={26} />
        <div>
          <strong>{session.organisation.name}</strong>
          <span>{kindNames[session.organisation.kind]}</span>
        </div>
      </div>
      <nav aria-label="Pages">
        {sections.map(({ title, destinations }) => (
          <div key={title}>
            <h2>{title}</h2>
            <ul>
              {destinations.map(({ to, label, keys }) => (
                <li key={to}>
                  <Link to={to} activeProps={{ 'aria-current': 'page' }}>
                    {label}
                    <span className="keys" aria-hidden="true">
                      {keys}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <footer>
        <Connection />
        <button type="button" className="footer-button" onClick={onPalette}>
          Find or do <kbd>Ctrl K</kbd>
        </button>
        <button type="button" className="footer-button" onClick={onKeys}>
          Keys <kbd>?</kbd>
        </button>
        <UserMenu session={session} />
      </footer>
    </div>
  );
}

function Connection() {
  const connection = useConnectionState();
  return (
    <output className="connection" data-state={connection}>
      {connectionTexts[connection]}
    </output>
  );
}

function UserMenu({ session }: { session: Session }) {
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const mark = (scheme: string): string => (scheme === colorScheme ? '✓' : '');
  return (
    <Menu position="top-start" width={220} shadow="md">
      <Menu.Target>
        <button type="button" className="footer-button">
          <span>{session.user.name}</span>
          <span aria-hidden="true">⋯</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.user.email}</Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: '/account' })}>Account and second factor</Menu.Item>
        {session.organisations.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>Work for</Menu.Label>
            {session.organisations.map(({ id, name }) => (
              <Menu.Item
                key={id}
                rightSection={id === session.organisation.id ? '✓' : ''}
                onClick={() => void switchOrganisation(id)}
              >
                {name}
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        <Menu.Item rightSection={mark('auto')} onClick={() => setColorScheme('auto')}>
          Colours of the system
        </Menu.Item>
        <Menu.Item rightSection={mark('light')} onClick={() => setColorScheme('light')}>
          Light
        </Menu.Item>
        <Menu.Item rightSection={mark('dark')} onClick={() => setColorScheme('dark')}>
          Dark
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
