// @ts-check
/** A rule of a schedule in words, where it is one of the usual ones; else as it is written. */
import { durationWords } from '../../app/format.js';
import { currentLanguage, t } from '../../app/i18n.js';

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** @param {string} part such as MON or 1 */
function dayName(part) {
  const n = /^\d$/.test(part) ? Number(part) % 7 : DAYS.indexOf(part.toUpperCase());
  // The fourth of January 1970 was a Sunday.
  return n < 0 ? null : new Intl.DateTimeFormat(currentLanguage(), { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 4 + n)));
}

/** @param {string} part of the days of a week @returns {string | null} */
function daysText(part) {
  if (part === '*' || part === '?') return t('every day');
  if (/^(MON-FRI|1-5)$/i.test(part)) return t('Monday to Friday');
  const names = part.split(',').map(dayName);
  return names.every(Boolean) ? t('every {days}', { days: new Intl.ListFormat(currentLanguage()).format(/** @type {string[]} */ (names)) }) : null;
}

/** @param {string} hour @param {string} minute */
function clockText(hour, minute) {
  return new Intl.DateTimeFormat(currentLanguage(), { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 1, Number(hour), Number(minute))));
}

/** @param {any} timing */
export function ruleWords(timing) {
  if (timing.every) return t('every {time}', { time: durationWords(timing.every) });
  const rule = String(timing.schedule || '');
  const parts = rule.trim().split(/\s+/);
  if (parts.length !== 5) return rule;
  const [minute, hour, day, month, week] = parts;
  const number = /^\d+$/;
  if (month === '*' && day === '*' && number.test(minute) && number.test(hour)) {
    const days = daysText(week);
    if (days) return t('{days} at {time}', { days, time: clockText(hour, minute) });
  }
  if (month === '*' && week === '*' && number.test(day) && number.test(minute) && number.test(hour)) return t('on day {day} of each month at {time}', { day, time: clockText(hour, minute) });
  if (rule === '0 * * * *') return t('every hour');
  const every = /^\*\/(\d+)$/.exec(minute);
  if (every && hour === '*' && day === '*' && month === '*' && week === '*') return t('every {n} minutes', { n: every[1] });
  return rule;
}
