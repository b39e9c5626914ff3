// @ts-check
/** Why it started: the decision that was recorded, or the event that started it. */
import { html } from '../../app/html.js';
import { get } from '../../api/client.js';
import { t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { Data } from '../../components/data.js';
import { Panel, Shown } from '../../components/panel.js';
import { Time } from '../../components/time.js';

/** @param {{one: any}} props */
export function Why({ one }) {
  const loaded = useLoad((signal) => get('/api/v1/decisions', { instance: one.id, limit: 50 }, signal), [one.id]);
  return html`<${Panel} title=${t('Decisions that led to it and in it')}>
    <${Shown} loaded=${loaded} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('No decision is on record: it was started by hand, or the record was purged.')}>
      ${(/** @type {any} */ data) => html`<div class="stack">${data.items.map((/** @type {any} */ decision, /** @type {number} */ i) => html`<details key=${i}>
        <summary><strong>${decision.verdict || decision.kind}</strong> ${decision.because || ''} <${Time} at=${decision.at} /></summary><${Data} value=${decision} /></details>`)}</div>`}
    <//>
  <//>`;
}
