// @ts-check
/** What can be done with something that is to come: taken back where that is possible, else confirmed. */
import { upcomingChange } from '../../api/operations/upcoming.js';
import { absolute } from '../../app/format.js';
import { t } from '../../app/i18n.js';
import { confirm } from '../../components/dialog.js';
import { attempt } from '../../components/notices.js';

/** @param {any} one @param {string} change @param {Record<string, any>} [more] */
const change = (one, change, more = {}) => upcomingChange({ id: one.id, change, ...more });

/** @param {any} one @param {Date} to @param {() => void} done @param {string} [reason] */
export async function moveTo(one, to, done, reason) {
  await attempt(() => change(one, 'move', { to: to.toISOString(), reason }), t('Moved to {time}', { time: absolute(to) }), async () => {
    await change(one, 'move', { to: one.at });
    done();
  });
  done();
}

/** @param {any} one @param {() => void} done @param {string} [reason] */
export async function hold(one, done, reason) {
  await attempt(() => change(one, one.held ? 'release' : 'hold', { reason }), one.held ? t('Released') : t('Held: it does not happen until it is released'), async () => {
    await change(one, one.held ? 'hold' : 'release');
    done();
  });
  done();
}

/** @param {any} one @param {() => void} done @param {string} [reason] */
export async function runNow(one, done, reason) {
  const yes = await confirm({ title: t('Let it happen now?'), action: t('Do it now'), body: `${one.what}. ${t('This cannot be taken back.')}` });
  if (yes && await attempt(() => change(one, 'run_now', { reason }), t('It happens now'))) done();
}

/** @param {any} one @param {() => void} done @param {string} [reason] */
export async function skip(one, done, reason) {
  const yes = await confirm({ title: t('Skip it?'), action: t('Skip it'), danger: true, body: `${one.what}. ${t('This cannot be taken back.')}` });
  if (yes && await attempt(() => change(one, 'skip', { reason }), t('Skipped'))) done();
}
