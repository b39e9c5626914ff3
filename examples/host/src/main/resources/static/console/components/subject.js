// @ts-check
/** What something is about; a matter by its name. */
import { html, useEffect, useState } from '../app/html.js';
import { mattersListMatters } from '../api/operations/matters.js';
import { subjectText } from '../app/format.js';
import { t } from '../app/i18n.js';

/** @type {Map<string, string>} */
let names = new Map();
/** @type {Promise<void> | null} */
let loading = null;
/** @type {Set<() => void>} */
const watchers = new Set();

/** At a change of the tenant. */
export function forgetMatters() {
  loading = null;
  names = new Map();
}

async function load() {
  const page = await mattersListMatters({ limit: 200 });
  names = new Map(page.items.map((one) => [one.id, one.name]));
  watchers.forEach((watcher) => watcher());
}

/** @param {{of: {type?: string, id?: string} | null | undefined}} props */
export function Subject({ of }) {
  const [, again] = useState(0);
  const matter = of?.type === 'matter';
  useEffect(() => {
    if (!matter) return undefined;
    const watcher = () => again((n) => n + 1);
    watchers.add(watcher);
    loading ??= load().catch(() => {}); // the ids are shown
    return () => void watchers.delete(watcher);
  }, [matter]);
  if (!of) return html`<span class="muted">–</span>`;
  const name = matter ? names.get(of.id || '') : null;
  return name ? html`<span title=${t('Matter {id}', { id: of.id })}>${name}</span>` : html`${subjectText(/** @type {any} */ (of))}`;
}
