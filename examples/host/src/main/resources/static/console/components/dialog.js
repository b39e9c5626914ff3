// @ts-check
/** Dialogs: the browser's own element, so that focus stays inside and Esc closes. */
import { html, render, useEffect, useRef } from '../app/html.js';
import { t } from '../app/i18n.js';

/** @param {{title: string, onClose: () => void, children: any}} props */
export function Dialog({ title, onClose, children }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    box.current?.showModal();
    return () => box.current?.close();
  }, []);
  return html`<dialog ref=${box} aria-label=${title} onClose=${onClose} onCancel=${onClose}>
    <div class="stack"><h2>${title}</h2>${children}</div>
  </dialog>`;
}

/**
 * Asks before something that cannot be undone. Resolves to whether it is to be done.
 * @param {{title: string, body?: any, action: string, danger?: boolean, typed?: string}} question typed: what must be typed to confirm
 * @returns {Promise<boolean>}
 */
export function confirm(question) {
  return new Promise((answer) => {
    const host = document.body.appendChild(document.createElement('div'));
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const end = (/** @type {boolean} */ yes) => {
      render(null, host);
      host.remove();
      before?.focus?.();
      answer(yes);
    };
    render(html`<${Dialog} title=${question.title} onClose=${() => end(false)}>
      <form class="stack" onSubmit=${(/** @type {any} */ event) => {
        event.preventDefault();
        if (!question.typed || event.target.elements.typed.value === question.typed) end(true);
      }}>
        ${question.body ? html`<div>${question.body}</div>` : ''}
        ${question.typed ? html`<label class="field">${t('Type {text} to confirm', { text: question.typed })}<input name="typed" autocomplete="off" /></label>` : ''}
        <div class="row">
          <button class=${`button ${question.danger ? 'danger' : 'primary'}`} type="submit">${question.action}</button>
          <button class="button" type="button" onClick=${() => end(false)}>${t('Keep as it is')}</button>
        </div>
      </form>
    <//>`, host);
  });
}
