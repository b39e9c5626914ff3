// @ts-check
/** Asks for one thing: a text, or a person. Resolves to it, or to null where nobody answers. */
import { html, render, useState } from '../app/html.js';
import { t } from '../app/i18n.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { PersonPicker } from './person.js';

/**
 * @param {{title: string, label: string, action: string, help?: string, value?: string, long?: boolean, person?: boolean, danger?: boolean, options?: [string, string][]}} question
 * @returns {Promise<string | null>}
 */
export function ask(question) {
  return new Promise((answer) => {
    const host = document.body.appendChild(document.createElement('div'));
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const end = (/** @type {string | null} */ text) => {
      render(null, host);
      host.remove();
      before?.focus?.();
      answer(text);
    };
    render(html`<${Question} question=${question} end=${end} />`, host);
  });
}

/** @param {{question: any, end: (text: string | null) => void}} props */
function Question({ question, end }) {
  const [text, setText] = useState(question.value || '');
  return html`<${Dialog} title=${question.title} onClose=${() => end(null)}>
    <form class="stack" onSubmit=${(/** @type {any} */ e) => {
      e.preventDefault();
      if (text.trim()) end(text.trim());
    }}>
      ${question.person ? html`<${PersonPicker} label=${question.label} value=${text} onChange=${setText} />`
        : html`<${Field} label=${question.label} help=${question.help}>${(/** @type {any} */ a) => (question.options
          ? html`<select ...${a} required onChange=${(/** @type {any} */ e) => setText(e.target.value)}><option value="">${t('Choose')}</option>${question.options.map((/** @type {[string, string]} */ [key, label]) => html`<option key=${key} value=${key} selected=${key === text}>${label}</option>`)}</select>`
          : question.long ? html`<textarea ...${a} required maxlength="2000" onInput=${(/** @type {any} */ e) => setText(e.target.value)}>${text}</textarea>`
            : html`<input ...${a} required maxlength="500" value=${text} onInput=${(/** @type {any} */ e) => setText(e.target.value)} />`)}<//>`}
      <div class="row"><button class=${`button ${question.danger ? 'danger' : 'primary'}`} type="submit" disabled=${!text.trim()}>${question.action}</button>
        <button class="button" type="button" onClick=${() => end(null)}>${t('Keep as it is')}</button></div>
    </form><//>`;
}
