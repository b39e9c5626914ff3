// @ts-check
/** Why it started, and why its steps, branches, waits and exits went as they did. */
import { html } from '../../app/html.js';
import { decisionsOfInstance } from '../../api/operations/decisions.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { useWorkflowNames } from '../../app/workflows.js';
import { Because } from '../events/because.js';
import { Panel, Shown } from '../../components/panel.js';
import { Person } from '../../components/person.js';
import { Subject } from '../../components/subject.js';
import { Time } from '../../components/time.js';

/** @type {Record<string, string>} verdict → tone */
const TONES = { MATCHED: 'done', NOT_MATCHED: 'neutral', SUPPRESSED: 'attention', LIMITED: 'attention', WAITING: 'neutral', BROKEN: 'failed', ENDED: 'neutral' };

/** @param {{one: any}} props */
export function Why({ one }) {
  const loaded = useLoad((signal) => decisionsOfInstance(one.id, {}, { signal }), [one.id], { live: (event) => event.instance_id === one.id });
  return html`<${Panel} title=${t('Decisions that led to it and in it')}>
    <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('No decision is on record: it was started by hand, or the record was purged.')}>
      ${(/** @type {any} */ data) => html`<div class="stack">${data.items.map((/** @type {any} */ decision, /** @type {number} */ i) => html`<${Decision} key=${i} one=${decision} />`)}</div>`}
    <//>
  <//>`;
}

/** One decision: what was decided, about what, and the clause with the value that it found. @param {{one: any, own?: boolean}} props own: on the page of the workflow itself, which need not be named */
export function Decision({ one, own }) {
  const workflowName = useWorkflowNames();
  return html`<div class="message"><div class="grow">
    <h3><span class=${`state ${TONES[one.verdict] || 'neutral'}`}>${t(one.verdict.toLowerCase().replaceAll('_', ' '))}</span>
      ${' '}${own ? html`<${Subject} of=${one.subject} />` : one.instance_id ? html`<a href=${`/instances/${one.instance_id}?step=${one.step || ''}`}>${one.step || workflowName(one.workflow?.key)}</a>` : one.workflow ? html`<a href=${`/workflows/${encodeURIComponent(one.workflow.key)}`}>${workflowName(one.workflow.key)}</a>` : ''} <span class="muted small">${t(one.kind.toLowerCase())} · <${Time} at=${one.at} /></span></h3>
    <p><${Because} text=${one.because} />${one.by ? html` (<${Person} id=${one.by} />)` : ''}</p>
    ${one.event_id && !location.pathname.startsWith('/events/') ? html`<p class="small"><a href=${`/events/${encodeURIComponent(one.event_id)}`}>${t('The event, and why others did not start')}</a>${own && one.instance_id ? html` · <a href=${`/instances/${one.instance_id}`}>${t('Open the instance')}</a>` : ''}</p>` : ''}
  </div></div>`;
}
