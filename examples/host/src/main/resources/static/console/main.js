// @ts-check
/** The console begins here: the session, then the page of the address. */
import { html, render, useCallback, useEffect, useState } from './app/html.js';
import { loadLanguage, t } from './app/i18n.js';
import { Help } from './app/help.js';
import { startLive } from './app/live.js';
import { LoginDialog } from './app/login.js';
import { applyScheme } from './app/preferences.js';
import { go, match, usePlace } from './app/router.js';
import { is, loadSession, SessionContext } from './app/session.js';
import { Shell } from './app/shell.js';
import { Failure, Toasts } from './components/notices.js';
import { Skeleton } from './components/panel.js';
import { routes } from './pages/routes.js';

/** @param {{session: any}} props */
function Page({ session }) {
  const { path } = usePlace();
  const [loaded, set] = useState(/** @type {any} */ ({}));
  const found = match(path, routes);
  useEffect(() => {
    if (path === '/') {
      go(is(session, 'ADMIN', 'MANAGER', 'SALES') ? '/overview' : '/inbox', { replace: true });
    } else if (found) {
      found.page.load().then((/** @type {any} */ module) => set({ page: found.page, View: module.default }), (error) => set({ page: found.page, error }));
    }
  }, [found?.page, path === '/']);
  if (path === '/') return null;
  if (!found) {
    return html`<${Shell} title=${t('Not found')}><div class="page-head"><h1>${t('Not found')}</h1></div><${Failure} problem=${{ status: 404, message: path }} /><//>`;
  }
  const title = t(found.page.title);
  return html`<${Shell} title=${title}>${
    loaded.page !== found.page ? html`<${Skeleton} />`
      : loaded.error ? html`<${Failure} problem=${loaded.error} />`
        : html`<${loaded.View} key=${path} ...${found.params} />`}<//>`;
}

function App() {
  const [session, setSession] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const switchTo = useCallback((/** @type {string} */ tenant) => {
    loadSession(tenant).then((next) => setSession({ ...next, switchTo }), setError);
  }, []);
  useEffect(() => switchTo(/** @type {any} */ (null)), []);
  useEffect(() => (session ? startLive(session.tenant) : undefined), [session?.tenant]);
  return html`
    ${error ? html`<${Failure} problem=${error} />` : ''}
    ${session ? html`<${SessionContext.Provider} value=${session}><${Page} key=${session.tenant} session=${session} /><//>` : ''}
    <${LoginDialog} /><${Help} /><${Toasts} />`;
}

applyScheme();
await loadLanguage();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById('app')));
