// @ts-check
/** Ctrl+K: go somewhere, or find something by its key or id. */
import { html, useEffect, useRef, useState } from './html.js';
import { definitionsList } from '../api/operations/definitions.js';
import { t } from './i18n.js';
import { go } from './router.js';
import { is, useSession } from './session.js';
import { destinations } from './shell.js';
import { Dialog } from '../components/dialog.js';
import { Icon } from '../components/icon.js';

export function Palette() {
  const [open, set] = useState(false);
  useEffect(() => {
    const keys = (/** @type {KeyboardEvent} */ event) => {
      const typing = /** @type {HTMLElement} */ (event.target).matches?.('input, textarea, select');
      if ((event.ctrlKey || event.metaKey) && event.key === 'k') set(true);
      else if (event.key === '/' && !typing && !event.ctrlKey) {
        const filter = /** @type {HTMLElement | null} */ (document.querySelector('[data-filter]'));
        if (!filter) return;
        filter.focus();
      } else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  }, []);
  return html`
    <button class="button" onClick=${() => set(true)}><${Icon} name="search" /> <span class="wide">${t('Go to or find')}</span> <kbd class="small muted">Ctrl+K</kbd></button>
    ${open ? html`<${Finder} onClose=${() => set(false)} />` : ''}`;
}

/** @param {{onClose: () => void}} props */
function Finder({ onClose }) {
  const session = useSession();
  const [text, setText] = useState('');
  const [found, setFound] = useState(/** @type {[string, string][]} */ ([]));
  const [at, setAt] = useState(0);
  const asked = useRef(0);
  const pages = destinations(session).flatMap(([, all]) => /** @type {any[]} */ (all).map(([to, , label]) => /** @type {[string, string]} */ ([to, t(label)])));
  const builds = is(session, 'ADMIN', 'MANAGER');
  /** @type {[string, string, boolean][]} what can be done from everywhere */
  const deeds = [['/workflows/new/design', t('New workflow'), builds], ['/workflows/gallery', t('From the gallery'), builds], ['/events/new', t('Try an event'), is(session, 'ADMIN', 'MANAGER', 'SALES')],
    ['/substitutes', t('Plan an absence'), !is(session, 'CLIENT')], ['/messages?tab=templates', t('Templates'), builds], ['/settings?tab=users', t('People'), is(session, 'ADMIN')]];
  useEffect(() => {
    const mine = ++asked.current;
    const wanted = text.trim();
    if (wanted.length < 2) {
      setFound([]);
      return;
    }
    const looks = [
      definitionsList({ q: wanted, limit: 5 }).then((page) => page.items.map((/** @type {any} */ one) => [`/workflows/${encodeURIComponent(one.key)}`, `${t('Workflow')} ${one.name}`])),
    ];
    if (/^[0-9a-f-]{36}$/i.test(wanted)) looks.push(Promise.resolve([[`/instances/${wanted}`, `${t('Instance')} ${wanted}`]]));
    if (/^[\w-]+:.+$/.test(wanted)) looks.push(Promise.resolve([[`/instances?subject=${encodeURIComponent(wanted)}`, `${t('Instances of')} ${wanted}`]]));
    Promise.allSettled(looks).then((all) => {
      if (mine === asked.current) setFound(all.flatMap((one) => (one.status === 'fulfilled' ? /** @type {any} */ (one.value) : [])));
    });
  }, [text]);
  const acts = deeds.filter(([, , may]) => may).map(([to, label]) => /** @type {[string, string]} */ ([to, label]));
  const rows = [...[...pages, ...acts].filter(([, label]) => label.toLowerCase().includes(text.toLowerCase())), ...found];
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && rows[at]) {
      onClose();
      go(rows[at][0]);
    } else return;
    event.preventDefault();
  };
  return html`<${Dialog} title=${t('Go to or find')} onClose=${onClose}>
    <input aria-label=${t('A page, a workflow, an id, or a subject such as deal:d-1')} placeholder=${t('A page, a workflow, an id, or a subject such as deal:d-1')}
      value=${text} onInput=${(/** @type {any} */ e) => {
        setText(e.target.value);
        setAt(0);
      }} onKeyDown=${keys} role="combobox" aria-expanded="true" aria-controls="found" aria-activedescendant=${`found-${at}`} autocomplete="off" />
    <ul id="found" role="listbox" class="plain-list">${rows.map(([to, label], i) => html`<li key=${to} id=${`found-${i}`} role="option" aria-selected=${i === at ? 'true' : 'false'}
      class="grid-row" onClick=${() => {
        onClose();
        go(to);
      }}>${label}</li>`)}</ul>
  <//>`;
}
