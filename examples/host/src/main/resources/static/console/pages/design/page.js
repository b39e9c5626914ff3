// @ts-check
/** The design system on one page: every colour, size and component as it is. */
import { html } from '../../app/html.js';
import { t } from '../../app/i18n.js';
import { Field } from '../../components/field.js';
import { Notice, say } from '../../components/notices.js';
import { Panel } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { Time } from '../../components/time.js';

const COLORS = ['bg', 'surface', 'sunken', 'text', 'muted', 'edge', 'line', 'accent', 'run', 'done', 'attention', 'failed', 'neutral'];
const STATES = ['ACTIVE', 'COMPLETED', 'BLOCKED', 'FAILED', 'READY', 'PENDING', 'PAUSED', 'SKIPPED', 'CANCELED'];

export default function Design() {
  return html`<div class="page-head"><h1>${t('Design')}</h1></div><div class="stack-wide">
    <${Panel} title=${t('Colours')}><div class="colors">${COLORS.map((name) => html`<div key=${name}><div class="swatch" style=${{ background: `var(--${name})` }}></div><code>--${name}</code></div>`)}</div><//>
    <${Panel} title=${t('States')}><div class="row">${STATES.map((state) => html`<${State} key=${state} state=${state} />`)}</div><//>
    <${Panel} title=${t('Texts')}><div class="stack"><h1>20/28</h1><h2>16/24</h2><p>14/20</p><p class="small">12/16</p><p class="muted">${t('muted')}</p><p><${Time} at=${new Date(Date.now() - 90_000).toISOString()} both /></p></div><//>
    <${Panel} title=${t('Buttons')}><div class="row"><button class="button primary">${t('First')}</button><button class="button">${t('Second')}</button><button class="button danger">${t('For good')}</button><button class="button quiet">${t('Quiet')}</button><button class="button" disabled>${t('Not now')}</button><button class="button" onClick=${() => say(t('Done'))}>${t('Say something')}</button></div><//>
    <${Panel} title=${t('Fields')}><div class="stack"><${Field} label=${t('A text')} help=${t('What it is for')}>${(/** @type {any} */ a) => html`<input ...${a} />`}<//><${Field} label=${t('A wrong one')} wrong=${t('What to write instead')}>${(/** @type {any} */ a) => html`<input ...${a} value="?" />`}<//></div><//>
    <${Panel} title=${t('Messages on the page')}><div class="stack"><${Notice} tone="good" title=${t('It worked')} /><${Notice} tone="careful" title=${t('Be careful')} /><${Notice} tone="bad" title=${t('It did not work')} /></div><//>
  </div>`;
}
