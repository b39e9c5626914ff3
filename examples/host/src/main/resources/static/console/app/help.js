// @ts-check
/** The keys, on one page: opened by ? */
import { html, useEffect, useState } from './html.js';
import { t } from './i18n.js';
import { lettersAreCommands } from './preferences.js';
import { Dialog } from '../components/dialog.js';

/** @returns {[string, [string, string][]][]} */
const keys = () => [
  [t('Everywhere'), [['Ctrl+K', t('Go to a page, find, or do something')], ['/', t('To the search of the page')], ['?', t('These keys')], ['Esc', t('Closes what is open')]]],
  [t('Lists'), [['j k', t('Next and previous row')], ['x', t('Selects a row')], ['Enter', t('Opens a row')]]],
  [t('Inbox'), [['n', t('Claims the most urgent task and goes to its form')], ['c', t('Claims the chosen task')], ['Ctrl+Enter', t('Completes it; the next one opens')]]],
  [t('Steps of the designer'), [['↑ ↓', t('Step above and below')], ['Space', t('Lifts a step: arrows move it, Enter drops it, Esc puts it back')], ['Alt+↑ ↓', t('Moves a step up and down')], ['Alt+Shift+→ ←', t('Moves it into the step before, and out')],
    ['Ctrl+C X V D', t('Copies, cuts, pastes, doubles')], ['i', t('To the list of steps that can be added')], ['F8', t('To the next problem')], ['Ctrl+Z Y', t('Undo and redo')]]],
];

export function Help() {
  const [open, set] = useState(false);
  useEffect(() => {
    const press = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== '?' || !lettersAreCommands() || /** @type {HTMLElement} */ (event.target).matches?.('input, textarea, select, dialog *')) return;
      set(true);
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  if (!open) return null;
  return html`<${Dialog} title=${t('Keys')} onClose=${() => set(false)}>
    ${keys().map(([group, rows]) => html`<section key=${group}><h3>${group}</h3><dl class="facts">${rows.map(([key, what]) => html`<dt key=${key}><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl></section>`)}
    <div><button class="button" onClick=${() => set(false)}>${t('Close')}</button></div><//>`;
}
