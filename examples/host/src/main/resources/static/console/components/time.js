// @ts-check
import { html, useEffect, useState } from '../app/html.js';
import { absolute, due, inTenantZone, relative } from '../app/format.js';

/** A minute's beat for all times on the page. @type {Set<() => void>} */
const beats = new Set();
setInterval(() => beats.forEach((beat) => beat()), 30_000);

/**
 * A moment: how long ago, and when. On hover in the tenant's zone.
 * @param {{at?: string | null, both?: boolean, due?: boolean, exact?: boolean}} props due: a time that may be missed; exact: when, not how long ago
 */
export function Time({ at, both, due: isDue, exact }) {
  const [, again] = useState(0);
  useEffect(() => {
    const beat = () => again((n) => n + 1);
    beats.add(beat);
    return () => void beats.delete(beat);
  }, []);
  if (!at) return html`<span class="muted">–</span>`;
  const text = exact ? absolute(at) : isDue ? due(at) : relative(at);
  const late = isDue && new Date(at).getTime() < Date.now();
  return html`<time datetime=${at} title=${inTenantZone(at)} class=${late ? 'state attention' : ''}
    >${text}${both ? html` <span class="muted">${absolute(at)}</span>` : ''}</time>`;
}

/** A moment as an input of the type datetime-local has it, in the person's own zone. @param {string | number | Date} at */
export function localInput(at) {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
