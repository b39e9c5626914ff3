// @ts-check
/** The frame around every page. */
import { html, useEffect, useRef, useState } from './html.js';
import { t, languages, currentLanguage, loadLanguage } from './i18n.js';
import { onConnection } from './live.js';
import { applyScheme, lettersAreCommands, scheme, setLetters } from './preferences.js';
import { usePlace } from './router.js';
import { is, logOut, useSession } from './session.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { JobTray } from './jobs.js';
import { Palette } from './palette.js';

/** The rail: what a role never may is not there. @param {import('./session.js').Session} session */
export function destinations(session) {
  const builds = is(session, 'ADMIN', 'MANAGER');
  const operates = is(session, 'ADMIN', 'MANAGER', 'SALES');
  const matters = is(session, 'ADMIN', 'MANAGER', 'LAWYER', 'PARALEGAL', 'CLIENT');
  return [
    ['Work', [['/inbox', 'inbox', 'Inbox', true], ['/matters', 'matter', 'Matters', matters],
      ['/substitutes', 'swap', 'Substitutes', !is(session, 'CLIENT')]]],
    ['Operate', [['/overview', 'overview', 'Overview', operates], ['/instances', 'instances', 'Instances', operates],
      ['/calendar', 'calendar', 'Calendar', operates],
      ['/events', 'events', 'Events', operates], ['/messages', 'messages', 'Messages', operates], ['/schedules', 'schedules', 'Schedules', operates]]],
    ['Build', [['/workflows', 'workflows', 'Workflows', builds || operates], ['/statistics', 'statistics', 'Statistics', operates],
      ['/settings', 'settings', 'Settings', true]]],
  ].map(([group, pages]) => [group, /** @type {any[]} */ (pages).filter((page) => page[3])])
    .filter(([, pages]) => /** @type {any[]} */ (pages).length);
}

function Rail() {
  const session = useSession();
  const { path } = usePlace();
  return html`<nav class="rail" aria-label=${t('Pages')}>
    <a class="brand" href="/"><${Icon} name="workflows" size=${20} /><span>Workflows</span></a>
    ${destinations(session).map(([group, pages]) => html`<h2 key=${group}>${t(String(group))}</h2>
      <ul>${/** @type {any[]} */ (pages).map(([to, icon, label]) => html`<li key=${to}><a href=${to} title=${t(label)}
        aria-current=${path === to || path.startsWith(`${to}/`) ? 'page' : undefined}><${Icon} name=${icon} /><span>${t(label)}</span></a></li>`)}</ul>`)}
  </nav>`;
}

function LiveDot() {
  const [on, set] = useState(false);
  useEffect(() => onConnection(set), []);
  const words = on ? t('Live') : t('Not live: the page shows what it loaded last');
  return html`<span class="row" title=${words}><span class="live-dot" data-on=${on ? 'true' : 'false'}></span><span class="visually-hidden" role="status">${words}</span></span>`;
}

function Top() {
  const session = useSession();
  const schemes = [['system', t('Match the system')], ['light', t('Light')], ['dark', t('Dark')]];
  return html`<header class="top">
    <label class="row"><span class="visually-hidden">${t('Tenant')}</span>
      <select value=${session.tenant} onChange=${(/** @type {any} */ e) => session.switchTo(e.target.value)}>
        ${session.tenants.map((one) => html`<option value=${one} selected=${one === session.tenant} key=${one}>${session.tenantNames[one] || one}</option>`)}
      </select></label>
    <div class="grow"><${Palette} /></div>
    <${JobTray} />
    <${LiveDot} />
    <${Menu} label=${t('Your settings')} text=${html`<${Icon} name="person" /> <span class="wide">${session.user.name}</span>`} items=${[
      ...schemes.filter(([key]) => key !== scheme()).map(([key, label]) => ({ label, run: () => applyScheme(/** @type {any} */ (key)) })),
      ...languages.filter(([code]) => code !== currentLanguage()).map(([code, label]) => ({
        label, run: () => loadLanguage(code).then(() => location.reload()),
      })),
      { label: lettersAreCommands() ? t('Turn off keyboard shortcuts') : t('Turn on keyboard shortcuts'), run: () => setLetters(!lettersAreCommands()) },
      { label: t('Log out'), run: logOut },
    ]} />
  </header>`;
}

/** @param {{title: string, children: any}} props */
export function Shell({ title, children }) {
  const { path } = usePlace();
  const main = useRef(/** @type {HTMLElement | null} */ (null));
  const first = useRef(true);
  useEffect(() => {
    document.title = `${title} · Workflows`;
  }, [title]);
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  return html`<div class="shell">
    <a class="skip" href="#main">${t('Skip to content')}</a>
    <${Rail} />
    <${Top} />
    <main class="page" id="main" tabindex="-1" ref=${main}>${children}</main>
  </div>`;
}
