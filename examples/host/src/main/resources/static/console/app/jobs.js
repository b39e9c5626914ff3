// @ts-check
/** Long work that this person started: it goes on when the page is closed. */
import { html, useState } from './html.js';
import { jobsList, jobsStop } from '../api/operations/jobs.js';
import { jobName } from './channels.js';
import { t, plural } from './i18n.js';
import { useLoad } from './loading.js';
import { Dialog } from '../components/dialog.js';
import { Shown } from '../components/panel.js';
import { State } from '../components/state.js';
import { Time } from '../components/time.js';
import { attempt } from '../components/notices.js';

export function JobTray() {
  const [open, set] = useState(false);
  const jobs = useLoad(() => jobsList({ limit: 20 }), [], { live: (event) => event.topic === 'job' });
  const running = (jobs.data?.items || []).filter((/** @type {any} */ one) => one.state === 'RUNNING').length;
  return html`
    <button class="button quiet" onClick=${() => {
      set(true);
      jobs.reload();
    }}>${running ? plural(running, '{n} job running', '{n} jobs running') : t('Jobs')}</button>
    ${open ? html`<${Dialog} title=${t('Jobs')} onClose=${() => set(false)}>
      <${Shown} loaded=${jobs} isEmpty=${(/** @type {any} */ data) => !data.items.length} empty=${t('No long-running work was started.')}>
        ${(/** @type {any} */ data) => data.items.map((/** @type {any} */ job) => html`<div class="stack" key=${job.id}>
          <div class="row spread"><strong>${jobName(job)}</strong><${State} state=${job.state} /></div>
          <p>${t('{done} done, {refused} skipped, {failed} failed', { done: job.done, refused: job.refused, failed: job.failures?.length || 0 })} · <${Time} at=${job.created_at} /></p>
          ${job.problem ? html`<p class="state failed">${job.problem}</p>` : ''}
          ${(job.failures || []).slice(0, 5).map((/** @type {any} */ one) => html`<p class="small">${job.kind === 'messages' ? html`<a href=${`/messages?tab=all&message=${one.id}`}>${t('Message')}</a>` : html`<a href=${`/instances/${one.id.split('/')[0]}`}>${t('Instance')}</a>`}: ${one.message}</p>`)}
          ${job.state === 'RUNNING' ? html`<div><button class="button" onClick=${() => attempt(() => jobsStop(job.id), t('It is being stopped'))}>${t('Stop')}</button></div>` : ''}
        </div>`)}
      <//>
      <div><button class="button" onClick=${() => set(false)}>${t('Close')}</button></div>
    <//>` : ''}`;
}
