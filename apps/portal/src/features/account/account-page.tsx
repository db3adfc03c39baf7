import { useIsPermitted, useSession } from '../../app/session.ts';
import { Page } from '../../ui/page.tsx';
import { roleNames } from '../administration/role-names.ts';
import { MailSettings } from './mail-settings.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

/** /account: who I am here, my second factor, and where I am signed in. */
export function AccountPage() {
  const { user, organisation, roles } = useSession();
  const hasMail = useIsPermitted('digests.own');
  return (
    <Page title="Account">
      <div className="page-body">
        <dl className="facts section">
          <div>
            <dt>Name</dt>
            <dd>{user.name}</dd>
          </div>
          <div>
            <dt>E-mail</dt>
            <dd>{user.email}</dd>
          </div>
          <div>
            <dt>Organisation</dt>
            <dd>{organisation.name}</dd>
          </div>
          <div>
            <dt>Roles</dt>
            <dd>{roles.map((role) => roleNames[role]).join(', ')}</dd>
          </div>
        </dl>
        <SecondFactor isOn={user.twoFactorEnabled} />
        {hasMail && <MailSettings />}
        <Sessions />
      </div>
    </Page>
  );
}
