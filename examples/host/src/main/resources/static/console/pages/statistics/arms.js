// @ts-check
/** A/B: which arm of a split does better, and whether that can be said yet. */
import { html } from '../../app/html.js';
import { definitionsGet } from '../../api/operations/definitions.js';
import { statisticsArms } from '../../api/operations/statistics.js';
import { number, t } from '../../app/i18n.js';
import { useLoad } from '../../app/loading.js';
import { Panel, Shown } from '../../components/panel.js';
import { Rows } from './page.js';

const points = (/** @type {number} */ n) => number(n * 100, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });

/** @param {{workflow: string, asked: any}} props */
export function Arms({ workflow, asked }) {
  const loaded = useLoad(async (signal) => {
    const { document } = await definitionsGet(workflow, { signal });
    const splits = JSON.stringify(document.steps).includes('"split"') ? ids(document.steps) : [];
    return Promise.all(splits.map(async (split) => ({ split, arms: (await statisticsArms({ ...asked, split }, { signal })).items })));
  }, [workflow, asked.from.slice(0, 10)]);
  return html`<${Shown} loaded=${loaded} rows=${1}>${(/** @type {any} */ data) => data.map((/** @type {any} */ one) => html`<${Panel} key=${one.split} title=${t('Split {id}', { id: one.split })}>
    <p>${sentence(one.arms)}</p>
    <${Rows} head=${[t('Arm'), t('Taken'), t('Successes'), t('Difference to the first, in points')]} rows=${one.arms.map((/** @type {any} */ arm) => [arm.arm, arm.taken, arm.successes,
      arm.difference ? `${points(arm.difference.estimate)} (${points(arm.difference.low)} … ${points(arm.difference.high)})` : '–'])} /><//>`)}<//>`;
}

/** @param {any[]} arms */
function sentence(arms) {
  const best = arms.find((arm) => arm.difference && arm.difference.low > 0);
  const worst = arms.find((arm) => arm.difference && arm.difference.high < 0);
  if (best) return t('“{arm}” does better than “{first}”: between {low} and {high} points.', { arm: best.arm, first: arms[0].arm, low: points(best.difference.low), high: points(best.difference.high) });
  if (worst) return t('“{arm}” does worse than “{first}”.', { arm: worst.arm, first: arms[0].arm });
  return t('Too few runs to say which arm does better.');
}

/** The splits of a document. @param {any[]} steps @returns {string[]} */
function ids(steps) {
  return steps.flatMap((step) => [
    ...(step.split ? [step.id] : []),
    ...['branch', 'parallel', 'split'].flatMap((kind) => (step[kind] || []).flatMap((/** @type {any} */ arm) => ids(arm.steps || []))),
    ...['each', 'repeat'].flatMap((kind) => ids(step[kind]?.steps || [])),
  ]);
}
