// @ts-check
/** The days of a week or a month side by side, and one day as an agenda. */
import { html } from '../../app/html.js';
import { subjectText } from '../../app/format.js';
import { number, t } from '../../app/i18n.js';
import { Icon } from '../../components/icon.js';
import { State } from '../../components/state.js';
import { dayKey, hour, weekday } from './dates.js';
import { COMING } from './kinds.js';
import { moveTo } from './changes.js';

/** So many are shown on a day of a month; the rest is a click away. */
const ON_A_DAY = 4;

/** @param {any[]} items @returns {Map<string, any[]>} by day */
function byDay(items) {
  /** @type {Map<string, any[]>} */
  const days = new Map();
  for (const one of items) {
    const key = dayKey(new Date(one.at));
    days.set(key, [...(days.get(key) || []), one]);
  }
  return days;
}

/** @param {any} one @param {Map<string, string>} names */
export function title(one, names) {
  return `${names.get(one.workflow) || one.workflow || t(COMING[one.kind]?.[1] || one.kind)}${one.subject ? ` · ${subjectText(one.subject)}` : ''}`;
}

/** @param {{days: Date[], on: Date, items: any[], names: Map<string, string>, view: string, onChoose: (one: any) => void, onDay: (key: string) => void, reload: () => void}} props */
export function Grid({ days, on, items, names, view, onChoose, onDay, reload }) {
  const today = dayKey(new Date());
  const of = byDay(items);
  const most = view === 'month' ? ON_A_DAY : 40;
  return html`<ol class=${`calendar ${view}`}>${days.map((date) => {
    const key = dayKey(date);
    const list = of.get(key) || [];
    const drop = async (/** @type {any} */ event) => {
      event.preventDefault();
      event.currentTarget.classList.remove('over');
      const one = items.find((each) => each.id === event.dataTransfer.getData('text/coming'));
      if (one && dayKey(new Date(one.at)) !== key) {
        const old = new Date(one.at);
        await moveTo(one, new Date(date.getFullYear(), date.getMonth(), date.getDate(), old.getHours(), old.getMinutes(), old.getSeconds()), reload);
      }
    };
    return html`<li key=${key} class=${`day ${key === today ? 'today' : ''} ${view === 'month' && date.getMonth() !== on.getMonth() ? 'other' : ''} ${list.length ? '' : 'free'}`}
      onDragOver=${(/** @type {any} */ e) => {
        e.preventDefault();
        e.currentTarget.classList.add('over');
      }} onDragLeave=${(/** @type {any} */ e) => e.currentTarget.classList.remove('over')} onDrop=${drop}>
      <button type="button" class="day-name" onClick=${() => onDay(key)}>${weekday(date)} <strong>${number(date.getDate())}</strong>${key === today ? html`<span class="visually-hidden"> ${t('today')}</span>` : ''}</button>
      <ul>${list.slice(0, most).map((one) => html`<li key=${one.id}><${Chip} one=${one} names=${names} onChoose=${onChoose} /></li>`)}</ul>
      ${list.length > most ? html`<button type="button" class="more" onClick=${() => onDay(key)}>${t('{n} more', { n: number(list.length - most) })}</button>` : ''}
    </li>`;
  })}</ol>
  ${items.length ? '' : html`<p class="empty">${t('Nothing is to come in this time.')}</p>`}`;
}

/** @param {{one: any, names: Map<string, string>, onChoose: (one: any) => void}} props */
export function Chip({ one, names, onChoose }) {
  const [icon, label] = COMING[one.kind] || ['ready', one.kind];
  return html`<button type="button" class=${`chip ${one.kind.toLowerCase()} ${one.held ? 'held' : ''}`} draggable=${one.changes.includes('move') ? 'true' : 'false'}
    title=${`${t(label)}: ${one.what}`} onClick=${() => onChoose(one)} onDragStart=${(/** @type {any} */ e) => {
      e.dataTransfer.setData('text/coming', one.id);
      e.dataTransfer.effectAllowed = 'move';
    }}><${Icon} name=${one.held ? 'pause' : icon} size=${12} /><span class="visually-hidden">${t(label)}</span> <time datetime=${one.at}>${hour(one.at)}</time> <span class="chip-text">${title(one, names)}</span></button>`;
}

/** @param {{items: any[], names: Map<string, string>, onChoose: (one: any) => void}} props */
export function Agenda({ items, names, onChoose }) {
  if (!items.length) return html`<div class="grid"><p class="empty">${t('Nothing is to come in this time.')}</p></div>`;
  return html`<ul class="grid agenda">${items.map((one) => {
    const [icon, label] = COMING[one.kind] || ['ready', one.kind];
    return html`<li key=${one.id}><button type="button" class="grid-row agenda-row" onClick=${() => onChoose(one)}>
      <time datetime=${one.at}>${hour(one.at)}</time>
      <span class="row"><${Icon} name=${icon} /> ${t(label)}</span>
      <span><strong>${title(one, names)}</strong><br /><span class="small muted">${one.what}</span></span>
      <span>${one.held ? html`<${State} state="HELD" />` : ''}</span></button></li>`;
  })}</ul>`;
}
