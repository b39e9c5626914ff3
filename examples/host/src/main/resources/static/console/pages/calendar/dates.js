// @ts-check
/** Days as the person's own calendar has them. */
import { currentLanguage } from '../../app/i18n.js';

/** @typedef {'day' | 'week' | 'month'} View */

/** @param {Date} date such as 2026-06-15 */
export function dayKey(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @param {string | null} key @returns {Date} the beginning of that day, or of today */
export function dayOf(key) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(key || '');
  const now = new Date();
  return found ? new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])) : new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

/** The same clock time some days later, over changes of the clocks. @param {Date} date @param {number} days */
export function plusDays(date, days) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, date.getHours(), date.getMinutes(), date.getSeconds());
}

/** Monday is the first day. @param {Date} date */
function weekOf(date) {
  return plusDays(dayOf(dayKey(date)), -((date.getDay() + 6) % 7));
}

/** The days that a view shows. @param {View} view @param {Date} on @returns {Date[]} */
export function daysOf(view, on) {
  if (view === 'day') return [on];
  if (view === 'week') return Array.from({ length: 7 }, (_, i) => plusDays(weekOf(on), i));
  const first = weekOf(new Date(on.getFullYear(), on.getMonth(), 1));
  const last = new Date(on.getFullYear(), on.getMonth() + 1, 0);
  const weeks = Math.ceil(((last.getTime() - first.getTime()) / 86_400_000 + 1) / 7);
  return Array.from({ length: weeks * 7 }, (_, i) => plusDays(first, i));
}

/** The view before or after. @param {View} view @param {Date} on @param {1 | -1} way */
export function turn(view, on, way) {
  if (view === 'month') return new Date(on.getFullYear(), on.getMonth() + way, 1);
  return plusDays(on, view === 'week' ? 7 * way : way);
}

/** What a view shows, in words. @param {View} view @param {Date} on */
export function spanText(view, on) {
  const language = currentLanguage();
  if (view === 'month') return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(on);
  if (view === 'day') return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(on);
  const days = daysOf('week', on);
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(days[0], days[6]);
}

/** @param {Date} date */
export function weekday(date) {
  return new Intl.DateTimeFormat(currentLanguage(), { weekday: 'short' }).format(date);
}

/** @param {string | Date} at */
export function hour(at) {
  return new Intl.DateTimeFormat(currentLanguage(), { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}
