// @ts-check
/** Lines over time: a picture for the eye, and the same numbers as a table. */
import { html, useEffect, useRef, useState } from '../app/html.js';
import { absolute } from '../app/format.js';
import { number, t } from '../app/i18n.js';

/** @param {{label: string, times: string[], series: {name: string, color: string, values: number[]}[]}} props */
export function Plot({ label, times, series }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [scheme, setScheme] = useState(0);
  useEffect(() => {
    const again = () => setScheme((n) => n + 1);
    document.addEventListener('scheme', again);
    return () => document.removeEventListener('scheme', again);
  }, []);
  useEffect(() => {
    /** @type {any} */
    let plot;
    let gone = false;
    const color = (/** @type {string} */ name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    import('uplot').then(({ default: UPlot }) => {
      if (gone || !box.current) return;
      const axis = { stroke: color('--muted'), grid: { stroke: color('--line') }, ticks: { stroke: color('--line') } };
      plot = new UPlot({
        width: box.current.clientWidth, height: 220, axes: [axis, axis], legend: { show: true },
        series: [{}, ...series.map((one) => ({ label: one.name, stroke: color(one.color), width: 2, points: { show: times.length < 40 } }))],
      }, [times.map((one) => new Date(one).getTime() / 1000), ...series.map((one) => one.values)], box.current);
    });
    const size = () => plot?.setSize({ width: box.current?.clientWidth || 300, height: 220 });
    window.addEventListener('resize', size);
    return () => {
      gone = true;
      window.removeEventListener('resize', size);
      plot?.destroy();
    };
  }, [scheme, JSON.stringify(series)]);
  const sums = series.map((one) => `${one.name} ${number(one.values.reduce((all, n) => all + n, 0))}`).join(', ');
  return html`<figure class="plot" aria-label=${label}><p class="muted small">${sums}</p><div ref=${box} aria-hidden="true"></div>
    <details><summary>${t('As a table')}</summary><div role="table">
      <div class="grid-row head" role="row" style=${{ gridTemplateColumns: `2fr ${series.map(() => '1fr').join(' ')}` }}><span role="columnheader">${t('From')}</span>${series.map((one) => html`<span role="columnheader" key=${one.name}>${one.name}</span>`)}</div>
      ${times.map((at, i) => html`<div class="grid-row" role="row" key=${at} style=${{ gridTemplateColumns: `2fr ${series.map(() => '1fr').join(' ')}` }}><span role="cell">${absolute(at)}</span>${series.map((one) => html`<span role="cell" key=${one.name}>${number(one.values[i])}</span>`)}</div>`)}
    </div></details></figure>`;
}
