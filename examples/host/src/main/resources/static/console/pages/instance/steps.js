// @ts-check
/** The steps of an instance beside the one that is chosen; a failed one is chosen first. */
import { html } from '../../app/html.js';
import { get, post } from '../../api/client.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useQuery } from '../../app/router.js';
import { is, useSession } from '../../app/session.js';
import { Data, Facts } from '../../components/data.js';
import { attempt } from '../../components/notices.js';
import { Panel, Shown } from '../../components/panel.js';
import { State } from '../../components/state.js';
import { Person } from '../../components/person.js';
import { Time } from '../../components/time.js';

/** The steps at which an instance is; one that holds others only where none of them is open. @param {any} one @returns {any[]} */
export function openSteps(one) {
  const open = one.steps.filter((/** @type {any} */ step) => ['READY', 'IN_PROGRESS', 'BLOCKED', 'FAILED'].includes(step.state));
  const inner = open.filter((/** @type {any} */ step) => !['branch', 'parallel', 'split', 'each', 'repeat'].includes(step.kind));
  return inner.length ? inner : open;
}

/** @param {{one: any, path: string, reload: () => void, names: import('./names.js').Names}} props */
export function Steps({ one, path, reload, names }) {
  const [query, setQuery] = useQuery();
  const failed = one.steps.find((/** @type {any} */ step) => step.state === 'FAILED');
  const open = openSteps(one)[0];
  const chosen = one.steps.find((/** @type {any} */ step) => step.id === query.get('step')) || failed || open || one.steps[0];
  if (!chosen) return html`<div class="empty">${t('It has no steps.')}</div>`;
  return html`<div class="split-view">
    <div class="grid" role="listbox" aria-label=${t('Steps')}>${one.steps.map((/** @type {any} */ step) => html`
      <button key=${step.id} type="button" role="option" class="grid-row step-row" aria-selected=${step === chosen ? 'true' : 'false'} onClick=${() => setQuery({ step: step.id })}>
        <span class="grid-cell"><strong>${names(step.id)}</strong> <span class="muted small">${names.what(step)}</span></span>
        <${State} state=${step.state} />
      </button>`)}</div>
    <${Step} key=${chosen.id} step=${chosen} one=${one} path=${path} reload=${reload} names=${names} />
  </div>`;
}

/** @param {{step: any, one: any, path: string, reload: () => void, names: import('./names.js').Names}} props */
function Step({ step, one, path, reload, names }) {
  const session = useSession();
  const move = () => attempt(() => post(`${path}/move-to`, { step: step.id }), t('It continues at {step}', { step: names(step.id) })).then(reload);
  return html`<${Panel} title=${names(step.id)} actions=${html`<${State} state=${step.state} />
      ${step.asks ? html`<a class="button" href=${`/inbox?task=${encodeURIComponent(`${one.id}/${step.id}`)}`}>${t('Open the task')}</a>` : ''}
      ${is(session, 'ADMIN') && one.state === 'ACTIVE' && !['IN_PROGRESS', 'READY'].includes(step.state) ? html`<button class="button" onClick=${move}>${t('Continue here')}</button>` : ''}`}>
    <div class="stack">
      ${step.reason ? html`<p class=${step.state === 'FAILED' ? 'state failed' : ''}>${step.reason}</p>` : ''}
      <${Facts} facts=${[
        [t('What it does'), names.what(step)],
        [t('Attempt'), step.attempt || null],
        [t('Ready'), step.ready_at ? html`<${Time} at=${step.ready_at} both />` : null],
        [t('Due'), step.due_at ? html`<${Time} at=${step.due_at} both due />` : null],
        [t('Ended'), step.ended_at ? html`<${Time} at=${step.ended_at} both />` : null],
        [t('Claimed by'), step.claimed_by ? html`<${Person} id=${step.claimed_by} />` : null],
        [t('Id'), html`<span class="mono">${step.id}</span>`],
      ]} />
      ${step.attempt > 1 || step.state === 'FAILED' ? html`<${Attempts} path=${path} step=${step} />` : ''}
      ${step.asks ? html`<h3>${t('What is asked')}</h3><${Data} value=${step.asks} />` : ''}
      ${step.output !== undefined && step.output !== null ? html`<h3>${t('Result')}</h3><${Data} value=${step.output} />` : ''}
    </div>
  <//>`;
}

/** Each attempt with what it failed for, the last one first. @param {{path: string, step: any}} props */
function Attempts({ path, step }) {
  const loaded = useLoad((signal) => get(`${path}/history`, {}, signal), [path, step.id, step.attempt, step.state]);
  return html`<h3>${t('Attempts')}</h3><${Shown} loaded=${loaded} rows=${1}>${(/** @type {any} */ data) => {
    const ends = data.items.filter((/** @type {any} */ act) => act.kind === 'step' && act.step === step.id && act.from === 'IN_PROGRESS');
    return ends.length ? html`<ol class="plain-list" reversed>${[...ends].reverse().map((/** @type {any} */ act, /** @type {number} */ i) => html`<li class="attempt" key=${act.id}>
      <span class="row spread"><strong>${t('Attempt {n}', { n: act.attempt || ends.length - i })}</strong><span class="small muted"><${Time} at=${act.at} both /></span></span>
      <span class=${act.reason ? 'state failed wrap' : 'muted'}>${act.reason || t('no reason given')}</span></li>`)}</ol>` : html`<p class="muted">${t('It was not attempted.')}</p>`;
  }}<//>`;
}
