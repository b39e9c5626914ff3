// @ts-check
/** The steps of an instance beside the one that is chosen; a failed one is chosen first. */
import { html } from '../../app/html.js';
import { post } from '../../api/client.js';
import { t } from '../../app/i18n.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { Data, Facts } from '../../components/data.js';
import { attempt } from '../../components/notices.js';
import { Panel } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { Time } from '../../components/time.js';

/** The steps at which an instance is; one that holds others only where none of them is open. @param {any} one @returns {any[]} */
export function openSteps(one) {
  const open = one.steps.filter((/** @type {any} */ step) => ['READY', 'IN_PROGRESS', 'BLOCKED', 'FAILED'].includes(step.state));
  const inner = open.filter((/** @type {any} */ step) => !['branch', 'parallel', 'split', 'each', 'repeat'].includes(step.kind));
  return inner.length ? inner : open;
}

/** @param {{one: any, path: string, reload: () => void}} props */
export function Steps({ one, path, reload }) {
  const [query, setQuery] = useQuery();
  const failed = one.steps.find((/** @type {any} */ step) => step.state === 'FAILED');
  const open = openSteps(one)[0];
  const chosen = one.steps.find((/** @type {any} */ step) => step.id === query.get('step')) || failed || open || one.steps[0];
  if (!chosen) return html`<div class="empty">${t('It has no steps.')}</div>`;
  return html`<div class="split-view">
    <div class="grid" role="listbox" aria-label=${t('Steps')}>${one.steps.map((/** @type {any} */ step) => html`
      <button key=${step.id} type="button" role="option" class="grid-row step-row" aria-selected=${step === chosen ? 'true' : 'false'} onClick=${() => setQuery({ step: step.id })}>
        <span class="grid-cell"><strong>${step.id}</strong> <span class="muted small">${step.kind}</span></span>
        <${State} state=${step.state} />
      </button>`)}</div>
    <${Step} step=${chosen} one=${one} path=${path} reload=${reload} />
  </div>`;
}

/** @param {{step: any, one: any, path: string, reload: () => void}} props */
function Step({ step, one, path, reload }) {
  const session = useSession();
  const move = () => attempt(() => post(`${path}/move-to`, { step: step.id }), t('It continues at {step}', { step: step.id })).then(reload);
  return html`<${Panel} title=${step.id} actions=${html`<${State} state=${step.state} />
      ${step.asks ? html`<a class="button" href=${`/inbox?task=${encodeURIComponent(`${one.id}/${step.id}`)}`}>${t('Open the task')}</a>` : ''}
      ${is(session, 'ADMIN') && one.state === 'ACTIVE' && !['IN_PROGRESS', 'READY'].includes(step.state) ? html`<button class="button" onClick=${move}>${t('Continue here')}</button>` : ''}`}>
    <div class="stack">
      ${step.reason ? html`<p class=${step.state === 'FAILED' ? 'state failed' : ''}>${step.reason}</p>` : ''}
      <${Facts} facts=${[
        [t('Kind'), step.kind],
        [t('Attempt'), step.attempt || null],
        [t('Ready'), step.ready_at ? html`<${Time} at=${step.ready_at} both />` : null],
        [t('Due'), step.due_at ? html`<${Time} at=${step.due_at} both due />` : null],
        [t('Ended'), step.ended_at ? html`<${Time} at=${step.ended_at} both />` : null],
        [t('Claimed by'), step.claimed_by],
      ]} />
      ${step.asks ? html`<h3>${t('What is asked')}</h3><${Data} value=${step.asks} />` : ''}
      ${step.output !== undefined && step.output !== null ? html`<h3>${t('Result')}</h3><${Data} value=${step.output} />` : ''}
    </div>
  <//>`;
}
