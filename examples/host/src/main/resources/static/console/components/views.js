// @ts-check
/** Filters with a name, kept in this browser for this person and tenant. */
import { html, useState } from '../app/html.js';
import { t } from '../app/i18n.js';
import { go, usePlace } from '../app/router.js';
import { useSession } from '../app/session.js';
import { ask } from './ask.js';
import { Menu } from './menu.js';
import { say } from './notices.js';

/** What a link may name and a view does not keep: what is open at the moment. */
const PASSING = ['message', 'task', 'schedule', 'step', 'on'];
const MOST = 30;

/** @typedef {{name: string, query: string}} View */

/** @param {string} key @returns {View[]} */
function read(key) {
  try {
    const all = JSON.parse(localStorage.getItem(key) || '[]');
    return Array.isArray(all) ? all.filter((one) => one && typeof one.name === 'string' && typeof one.query === 'string') : [];
  } catch (no) {
    return [];
  }
}

/** @param {{page: string}} props the list that is filtered */
export function SavedViews({ page }) {
  const session = useSession();
  const { path, query } = usePlace();
  const key = `views:${session.tenant}:${session.user.id}:${page}`;
  const [views, setViews] = useState(() => read(key));
  const kept = new URLSearchParams([...query].filter(([name]) => !PASSING.includes(name)));
  kept.sort();
  const now = kept.toString();
  const current = views.find((one) => one.query === now);
  const keep = (/** @type {View[]} */ next) => {
    localStorage.setItem(key, JSON.stringify(next));
    setViews(next);
  };
  const save = async () => {
    const name = (await ask({ title: t('Save this view'), label: t('Name'), action: t('Save'), help: t('It is kept in this browser, for you and this tenant.') }) || '').trim();
    if (!name) return;
    keep([...views.filter((one) => one.name !== name), { name, query: now }].slice(-MOST));
    say(t('“{name}” is saved', { name }));
  };
  const items = [
    ...views.map((one) => ({ label: one.name, current: one === current, run: () => go(one.query ? `${path}?${one.query}` : path) })),
    { label: t('Save this view'), whyNot: current ? t('it is saved as “{name}”', { name: current.name }) : null, run: save },
    ...(current ? [{ label: t('Delete “{name}”', { name: current.name }), danger: true, run: () => {
      const before = views;
      keep(views.filter((one) => one !== current));
      say(t('“{name}” is deleted', { name: current.name }), { action: { label: t('Undo'), run: () => keep(before) } });
    } }] : []),
  ];
  return html`<div class="no-print"><${Menu} label=${t('Saved views')} text=${current ? current.name : t('Views')} items=${items} /></div>`;
}
