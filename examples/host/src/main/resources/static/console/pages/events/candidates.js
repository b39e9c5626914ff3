// @ts-check
/** Each workflow that names the type of an event, and the clause that decided. */
import { html } from '../../app/html.js';
import { t, word } from '../../app/i18n.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Because } from './because.js';
import { Icon } from '../../components/icon.js';

/** @type {Record<string, [string, string]>} verdict → tone, icon */
const LOOKS = {
  STARTS: ['done', 'done'], QUEUED: ['neutral', 'wait'], NOT_MATCHED: ['neutral', 'close'],
  SUPPRESSED: ['attention', 'pause'], ERROR: ['failed', 'failed'],
};

/** @param {{explained: any, receipt: any}} props */
export function Candidates({ explained, receipt }) {
  const workflowName = useWorkflowNames();
  if (!explained.candidates.length) return html`<p class="muted">${t('No workflow has a trigger for this type of event.')}</p>`;
  return html`<div class="stack">${explained.candidates.map((/** @type {any} */ one) => {
    const [tone, icon] = LOOKS[one.verdict] || ['neutral', 'ready'];
    const started = receipt?.started.find((/** @type {any} */ is) => is.workflow.key === one.workflow.key);
    return html`<div class="message" key=${one.workflow.key}>
      <span class=${`state ${tone}`}><${Icon} name=${icon} /></span>
      <div class="grow"><h3><a href=${`/workflows/${encodeURIComponent(one.workflow.key)}`}>${workflowName(one.workflow.key)}</a> <span class="muted small">v${one.workflow.version}</span>${' '}<span class=${`state ${tone}`}>${word(one.verdict)}</span></h3>
        <p><${Because} text=${one.because} /></p>
        ${one.explanation ? html`<details><summary class="small">${t('Each clause with the value it found')}</summary><${Clause} clause=${one.explanation} /></details>` : ''}
        ${started ? html`<p><a href=${`/instances/${started.instance_id}`}>${t('The instance it started')}</a></p>` : ''}
      </div></div>`;
  })}
  ${explained.misses?.length ? html`<h3>${t('Waits that it did not answer')}</h3><ul>${explained.misses.map((/** @type {any} */ one) => html`<li><a href=${`/instances/${one.instance_id}`}>${one.step || one.instance_id}</a> ${one.because}</li>`)}</ul>` : ''}</div>`;
}

/** A part of a condition with what it found. @param {{clause: any}} props */
export function Clause({ clause }) {
  const parts = clause.parts || clause.clauses || clause.children || [];
  const holds = clause.result ?? clause.holds ?? clause.matches;
  const mark = holds === true ? '✓' : holds === false ? '✗' : '–';
  const words = clause.text || [clause.field, clause.operator, clause.value === undefined ? '' : JSON.stringify(clause.value)].filter(Boolean).join(' ') || clause.kind || clause.op || '';
  return html`<div class="clause"><p><span aria-hidden="true">${mark}</span> <code>${words}</code>
    ${clause.actual !== undefined ? html`<span class="muted"> ${t('was {value}', { value: JSON.stringify(clause.actual) })}</span>` : ''}
    ${clause.note ? html`<span class="state attention"> ${clause.note}</span>` : ''}</p>
    ${parts.length ? html`<div class="clauses">${parts.map((/** @type {any} */ part, /** @type {number} */ i) => html`<${Clause} clause=${part} key=${i} />`)}</div>` : ''}</div>`;
}
