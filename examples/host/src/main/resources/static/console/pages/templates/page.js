// @ts-check
/** Message templates: what each says, in every language and channel, with sample data. */
import { html } from '../../app/html.js';
import { templatesList } from '../../api/operations/templates.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { Shown } from '../../components/panel.js';
import { Template } from './template.js';
import { languageName } from './preview.js';

export function Templates() {
  const [query, setQuery] = useQuery();
  const loaded = useLoad((signal) => templatesList({ signal }), []);
  const chosen = query.get('template');
  const makes = is(useSession(), 'ADMIN', 'MANAGER');
  return html`<div class="split-view templates">
    <div class="stack">
      ${makes ? html`<div><button class="button primary" onClick=${() => setQuery({ template: 'new' })}>${t('New template')}</button></div>` : ''}
      <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('There is no message template yet.')}>${(/** @type {any} */ data) => html`<div class="grid" role="listbox" aria-label=${t('Templates')}>
        ${data.items.map((/** @type {any} */ one) => html`<button key=${one.name} type="button" role="option" class="grid-row step-row" aria-selected=${one.name === chosen ? 'true' : 'false'} onClick=${() => setQuery({ template: one.name, version: null })}>
          <span class="grid-cell"><strong>${one.name.replaceAll('_', ' ')}</strong> <span class="muted small">v${one.version}</span><br /><span class="muted small">${one.description || one.channels.join(', ')}</span></span>
          <span class="small muted">${one.languages.map(languageName).join(', ')}</span></button>`)}</div>`}<//>
    </div>
    ${chosen ? html`<${Template} key=${chosen} name=${chosen} edits=${makes} onSaved=${(/** @type {string} */ name) => {
      loaded.reload();
      setQuery({ template: name });
    }} />` : html`<p class="muted">${t('Choose a template to see what it says.')}</p>`}
  </div>`;
}
