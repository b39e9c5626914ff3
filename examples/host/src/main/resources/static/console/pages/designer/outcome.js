// @ts-check
/** The instance that the draft would make: its steps, who does them, and which are ready at once. */
import { html, useEffect, useState } from '../../app/html.js';
import { trialsRun } from '../../api/operations/trials.js';
import { durationWords } from '../../app/format.js';
import { roleName, t } from '../../app/i18n.js';
import { Notice } from '../../components/notices.js';
import { Person } from '../../components/person.js';
import { State } from '../../components/state.js';
import { listsOf, summary, titleOf, at } from './document.js';
import { sampleOf } from './trial.js';

/** The steps that begin together with the instance, as a run on a sample event says. @param {any} run @returns {Set<string>} */
function firstOf(run) {
  const acts = run.history.filter((/** @type {any} */ act) => act.kind === 'step' && ['READY', 'IN_PROGRESS'].includes(act.to));
  const start = acts[0]?.at;
  const late = new Set(acts.filter((/** @type {any} */ act) => act.due_at && act.due_at > act.at && act.to === 'READY').map((/** @type {any} */ act) => act.step));
  return new Set(acts.filter((/** @type {any} */ act) => act.at === start && !late.has(act.step)).map((/** @type {any} */ act) => act.step));
}

/** @param {{doc: any, events: any[], onChoose: (path: any) => void}} props */
export function Outcome({ doc, events, onChoose }) {
  const [first, setFirst] = useState(/** @type {Set<string>} */ (new Set()));
  const [because, setBecause] = useState('');
  useEffect(() => {
    let gone = false;
    // Without triggers: whatever starts it, these steps come first.
    const always = { ...doc, triggers: [{ event: doc.triggers?.find((/** @type {any} */ one) => one.event)?.event || 'preview.started' }] };
    trialsRun({ definition: /** @type {any} */ ({ document: always }), sample: sampleOf(doc, events) }).then((run) => {
      if (gone) return;
      setBecause(run.state ? '' : run.because);
      setFirst(run.state ? firstOf(run) : new Set());
    }, (problem) => gone || setBecause(problem.message));
    return () => {
      gone = true;
    };
  }, [JSON.stringify(doc)]);
  if (!doc.steps?.length) return html`<div class="empty">${t('No step yet: choose one at the left, or drag it here.')}</div>`;
  return html`<div class="stack">
    <p class="muted">${t('An instance of this draft would have these steps. Those that are ready begin with it; the others follow.')}</p>
    ${because ? html`<${Notice} tone="careful" title=${t('It cannot be said which steps are ready first')}><p>${because}</p><//>` : ''}
    <${List} doc=${doc} list=${['steps']} first=${first} onChoose=${onChoose} /></div>`;
}

/** @param {{doc: any, list: any, first: Set<string>, onChoose: (path: any) => void}} props */
function List({ doc, list, first, onChoose }) {
  return html`<ol class="outcome">${(at(doc, list) || []).map((/** @type {any} */ step, /** @type {number} */ i) => {
    const path = [...list, i];
    const lists = listsOf(step);
    return html`<li key=${step.id}><button type="button" class="grid-row outcome-row" onClick=${() => onChoose(path)}>
        <span><strong>${titleOf(step)}</strong> ${titleOf(step) === summary(step) ? '' : html`<span class="small muted">${summary(step)}</span>`}</span>
        <span class="small">${who(step)}</span>
        <span class="small muted">${[step.delay && step.action ? t('after {time}', { time: durationWords(step.delay) }) : '', step.due ? t('due within {time}', { time: typeof step.due === 'string' ? durationWords(step.due) : durationWords(step.due.in || step.due.for || '') }) : '', step.required === false ? t('may be skipped') : ''].filter(Boolean).join(' · ')}</span>
        <${State} state=${first.has(step.id) ? 'READY' : 'PENDING'} /></button>
      ${lists.map((inner) => html`<div class="arm" key=${inner.path.join()}><span class="small muted">${inner.label}</span><${List} doc=${doc} list=${[...path, ...inner.path]} first=${first} onChoose=${onChoose} /></div>`)}</li>`;
  })}</ol>`;
}

/** Who does a step, where people do it. @param {any} step */
function who(step) {
  const assignee = typeof step.assignee === 'string' ? step.assignee : '';
  if (assignee.startsWith('{{')) return html`<code>${assignee}</code>`;
  if (assignee) return html`<${Person} id=${assignee} />`;
  return step.role ? [step.role].flat().map((one) => roleName(String(one))).join(', ') : '';
}
