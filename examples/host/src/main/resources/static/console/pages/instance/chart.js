// @ts-check
/** A row for each step on one time line: solid while it works, hatched while it waits; long idle time is cut. */
import { html } from '../../app/html.js';
import { absolute, duration } from '../../app/format.js';
import { t } from '../../app/i18n.js';
import { Icon } from '../../components/icon.js';
import { stateTone, stateWord } from '../../components/state.js';

/** Idle longer than this share of the rest is cut. */
const IDLE = 0.25;
const WIDTH = 1000;

/** @typedef {{from: number, to: number, kind: 'wait' | 'run' | 'gap', state: string}} Bar */

/** What the history says about each step: when it was ready, when somebody or something was at it. @param {any[]} acts @param {number} now @returns {Map<string, Bar[]>} */
export function barsOf(acts, now) {
  /** @type {Map<string, Bar[]>} */
  const bars = new Map();
  /** @type {Map<string, {at: number, state: string}>} */
  const open = new Map();
  const close = (/** @type {string} */ step, /** @type {number} */ at) => {
    const begun = open.get(step);
    if (!begun) return;
    const kind = begun.state === 'IN_PROGRESS' ? 'run' : begun.state === 'RETRYING' ? 'gap' : 'wait';
    bars.set(step, [...(bars.get(step) || []), { from: begun.at, to: at, kind, state: begun.state }]);
    open.delete(step);
  };
  for (const act of acts) {
    if (act.kind !== 'step' || !act.step) continue;
    const at = new Date(act.at).getTime();
    close(act.step, at);
    const retried = act.from === 'IN_PROGRESS' && act.to === 'READY';
    if (['READY', 'IN_PROGRESS', 'BLOCKED'].includes(act.to)) open.set(act.step, { at, state: retried ? 'RETRYING' : act.to });
    else if (!bars.has(act.step)) bars.set(act.step, []);
  }
  [...open.keys()].forEach((step) => close(step, now));
  return bars;
}

/** Moments as places from 0 to 1; long stretches in which nothing happens are short. @param {Bar[]} all */
export function scale(all) {
  const moments = [...new Set(all.flatMap((bar) => [bar.from, bar.to]))].sort((a, b) => a - b);
  if (moments.length < 2) return { place: () => 0, cuts: /** @type {{at: number, millis: number}[]} */ ([]) };
  const lengths = moments.slice(1).map((at, i) => at - moments[i]);
  const whole = lengths.reduce((sum, one) => sum + one, 0);
  const longest = Math.max(...lengths.filter((one) => one <= whole * IDLE), whole / 20);
  const shown = lengths.map((one) => (one > whole * IDLE ? longest : one));
  const sum = shown.reduce((all, one) => all + one, 0) || 1;
  /** @type {number[]} */
  const places = [0];
  shown.forEach((one, i) => places.push(places[i] + one / sum));
  const cuts = lengths.flatMap((one, i) => (shown[i] < one ? [{ at: (places[i] + places[i + 1]) / 2, millis: one }] : []));
  return { place: (/** @type {number} */ at) => places[Math.max(0, moments.indexOf(at))], cuts };
}

/** @param {{acts: any[], steps: any[], names: import('./names.js').Names, onChoose: (step: string) => void, chosen: string | null}} props */
export function Chart({ acts, steps, names, onChoose, chosen }) {
  const bars = barsOf(acts, Date.now());
  const rows = steps.filter((step) => bars.has(step.id));
  if (!rows.length) return html`<p class="muted">${t('No step has begun yet.')}</p>`;
  const all = rows.flatMap((step) => bars.get(step.id) || []);
  const { place, cuts } = scale(all);
  const people = new Set(acts.filter((act) => act.kind === 'task').map((act) => act.step));
  const first = all.length ? Math.min(...all.map((bar) => bar.from)) : 0;
  return html`<div class="chart">
    ${rows.map((step) => {
      const own = bars.get(step.id) || [];
      const worked = own.filter((bar) => bar.kind === 'run').reduce((sum, bar) => sum + bar.to - bar.from, 0);
      const waited = own.filter((bar) => bar.kind !== 'run').reduce((sum, bar) => sum + bar.to - bar.from, 0);
      return html`<button type="button" key=${step.id} class="chart-row" aria-pressed=${step.id === chosen ? 'true' : 'false'} onClick=${() => onChoose(step.id)}>
        <span class="chart-name">${people.has(step.id) ? html`<${Icon} name="person" size=${12} />` : ''} ${names(step.id)}</span>
        <svg viewBox=${`0 0 ${WIDTH} 16`} preserveAspectRatio="none" role="img" aria-label=${`${stateWord(step.state)}: ${t('waited {waited}, worked {worked}', { waited: duration(waited), worked: duration(worked) })}`}>
          ${own.map((bar, i) => html`<rect key=${i} class=${`${bar.kind} ${bar.kind === 'run' ? stateTone(step.state) : ''} ${people.has(step.id) ? 'person' : ''}`} x=${place(bar.from) * WIDTH} y=${bar.kind === 'run' ? 2 : 5} height=${bar.kind === 'run' ? 12 : 6} width=${Math.max(3, (place(bar.to) - place(bar.from)) * WIDTH)}><title>${`${stateWord(bar.state)} ${absolute(bar.from)} · ${duration(bar.to - bar.from)}`}</title></rect>`)}
          ${own.length ? '' : html`<line x1="0" x2="6" y1="8" y2="8" class="skipped" />`}
          ${cuts.map((cut) => html`<line key=${cut.at} class="cut" x1=${cut.at * WIDTH} x2=${cut.at * WIDTH} y1="0" y2="16" />`)}</svg>
        <span class="small muted chart-time">${duration(worked + waited)}</span></button>`;
    })}
    <p class="small muted">${t('From {from}', { from: absolute(first) })}${cuts.length ? ` · ${t('cut where nothing happened: {times}', { times: cuts.map((cut) => duration(cut.millis)).join(', ') })}` : ''} · <span class="key run"></span> ${t('at work')} <span class="key wait"></span> ${t('waiting')} <span class="key gap"></span> ${t('before a new attempt')}</p>
  </div>`;
}
