// @ts-check
/** Messages on the page, and the ones that come up at its edge. */
import { html, useEffect, useState } from '../app/html.js';
import { t } from '../app/i18n.js';
import { Icon } from './icon.js';

/** @param {{tone?: 'bad' | 'careful' | 'good', title?: string, children?: any, actions?: any}} props */
export function Notice({ tone, title, children, actions }) {
  return html`<div class=${`message ${tone || ''}`} role=${tone === 'bad' ? 'alert' : 'status'}>
    <div class="grow">${title ? html`<p class="title">${title}</p>` : ''}${children}</div>
    ${actions}
  </div>`;
}

/** What a request's failure says. @param {{problem: any, retry?: () => void}} props */
export function Failure({ problem, retry }) {
  const words = problem?.status === 403
    ? t('You may not see this.')
    : problem?.status === 404 ? t('This does not exist, or not in this tenant.') : '';
  return html`<${Notice} tone="bad" title=${words || t('This could not be loaded')}
    actions=${retry ? html`<button class="button" onClick=${retry}>${t('Try again')}</button>` : ''}>
    <p>${problem?.message}</p>
    ${(problem?.errors || []).slice(0, 20).map((/** @type {any} */ one) => html`<p class="small"><code>${one.pointer}</code> ${one.message}</p>`)}
  <//>`;
}

/** @typedef {{id: number, text: string, tone?: string, action?: {label: string, run: () => void}}} Toast */

/** @type {(toast: Toast) => void} */
let show = () => {};
let count = 0;

/**
 * Says that something was done, with a way back where there is one. What failed stays until it is closed.
 * @param {string} text
 * @param {{tone?: 'bad', action?: {label: string, run: () => void}}} [options]
 */
export function say(text, options = {}) {
  show({ id: ++count, text, ...options });
}

/** Runs something that may fail, and says what became of it. @param {() => Promise<any>} deed @param {string} [done] @param {() => Promise<any>} [undo] */
export async function attempt(deed, done, undo) {
  try {
    const result = await deed();
    if (done) say(done, undo ? { action: { label: t('Undo'), run: () => attempt(undo, t('Undone')) } } : {});
    return result || true; // an answer without a body is one, too
  } catch (problem) {
    const more = (/** @type {any} */ (problem).errors || []).map((/** @type {any} */ one) => `${one.pointer} ${one.message}`).join('; ');
    say(`${/** @type {any} */ (problem).message}${more ? ` (${more})` : ''}`, { tone: 'bad' });
    return undefined;
  }
}

export function Toasts() {
  const [toasts, set] = useState(/** @type {Toast[]} */ ([]));
  const close = (/** @type {number} */ id) => set((all) => all.filter((one) => one.id !== id));
  useEffect(() => {
    show = (toast) => {
      set((all) => [...all.slice(-3), toast]);
      if (toast.tone !== 'bad') setTimeout(() => close(toast.id), 8000);
    };
  }, []);
  return html`<div class="toasts no-print" role="region" aria-label=${t('Notifications')}>
    ${toasts.map((one) => html`<div class=${`toast ${one.tone || ''}`} key=${one.id} role=${one.tone === 'bad' ? 'alert' : 'status'}>
      <span class="grow">${one.text}</span>
      ${one.action ? html`<button class="button quiet" onClick=${() => {
        one.action?.run();
        close(one.id);
      }}>${one.action.label}</button>` : ''}
      <button class="button quiet" aria-label=${t('Close')} onClick=${() => close(one.id)}><${Icon} name="close" /></button>
    </div>`)}
  </div>`;
}
