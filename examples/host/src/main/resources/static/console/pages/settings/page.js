// @ts-check
/** Where effective values come from; who may not be written to; who may log in; what somebody has to look at. */
import { html } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { chosenTab, Tabs } from '../../components/tabs.js';
import { Findings } from './findings.js';
import { Assignments } from './assignments.js';
import { Suppressions } from './suppressions.js';
import { Endpoints } from './endpoints.js';
import { Notifications } from './notifications.js';
import { Tokens } from './tokens.js';
import { Users } from './users.js';

export default function Settings() {
  const session = useSession();
  const [query] = useQuery();
  const operates = is(session, 'ADMIN', 'MANAGER');
  /** @type {[string, string][]} */
  const tabs = [
    ...(operates ? /** @type {[string, string][]} */ ([['findings', t('Findings')], ['assignments', t('Rules and overrides')], ['suppressions', t('Suppressed addresses')]]) : []),
    ...(is(session, 'ADMIN') ? /** @type {[string, string][]} */ ([['notifications', t('Notification rules')], ['users', t('People')], ['endpoints', t('Webhooks')]]) : []),
    ['tokens', t('API tokens')],
  ];
  const tab = chosenTab(query, tabs[0][0]);
  return html`<div class="page-head"><h1>${t('Settings')}</h1><span class="muted">${session.tenantNames[session.tenant] || session.tenant}</span></div>
    <${Tabs} label=${t('Settings')} tabs=${tabs} />
    ${tab === 'findings' ? html`<${Findings} />` : ''}
    ${tab === 'assignments' ? html`<${Assignments} />` : ''}
    ${tab === 'suppressions' ? html`<${Suppressions} />` : ''}
    ${tab === 'notifications' ? html`<${Notifications} />` : ''}
    ${tab === 'users' ? html`<${Users} />` : ''}
    ${tab === 'endpoints' ? html`<${Endpoints} />` : ''}
    ${tab === 'tokens' ? html`<${Tokens} />` : ''}`;
}
