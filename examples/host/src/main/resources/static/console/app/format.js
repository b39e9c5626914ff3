// @ts-check
/** Times and amounts as people read them. */
import { currentLanguage, plural, t } from './i18n.js';

/** @type {string | undefined} */
let tenantZone;

/** @param {string | undefined} zone of the tenant, for the text that is shown on hover */
export function setTenantZone(zone) {
  tenantZone = zone;
}

/** @param {string | number | Date} at @param {string} [zone] the person's own by default */
export function absolute(at, zone) {
  return new Intl.DateTimeFormat(currentLanguage(), {
    dateStyle: 'medium', timeStyle: 'short', timeZone: zone,
  }).format(new Date(at));
}

/** @param {string | number | Date} at */
export function clock(at) {
  return new Intl.DateTimeFormat(currentLanguage(), { timeStyle: 'medium' }).format(new Date(at));
}

/** @param {string | number | Date} at */
export function day(at) {
  return new Intl.DateTimeFormat(currentLanguage(), { weekday: 'short', day: 'numeric', month: 'short' })
    .format(new Date(at));
}

/** The time in the tenant's zone, for hover. @param {string | number | Date} at */
export function inTenantZone(at) {
  const zone = tenantZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${absolute(at, zone)} (${zone})`;
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60]];

/** "3 minutes ago", "in 2 hours". @param {string | number | Date} at */
export function relative(at, now = Date.now()) {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) {
      return new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' })
        .format(Math.trunc(seconds / length), unit);
    }
  }
  return seconds > 0 ? t('in a moment') : t('just now');
}

/** "late by 5 min" or when it is due. @param {string} at */
export function due(at, now = Date.now()) {
  const late = now - new Date(at).getTime();
  return late > 60_000 ? t('late by {time}', { time: duration(late) }) : relative(at, now);
}

/** "1 h 20 min". @param {number | null | undefined} millis */
export function duration(millis) {
  if (millis === null || millis === undefined) return '–';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = Math.floor(millis / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${t('{n} h', { n: hours })} ${minutes % 60} min` : t('{n} h', { n: hours });
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${t('{n} d', { n: days })} ${t('{n} h', { n: hours % 24 })}` : t('{n} d', { n: days });
}

/** @param {{type: string, id: string} | null | undefined} subject */
export function subjectText(subject) {
  return subject ? `${subject.type} ${subject.id}` : '–';
}

/** A delay as a document has it, in words: PT5M is 5 minutes. @param {any} delay */
export function durationWords(delay) {
  const text = typeof delay === 'string' ? delay : delay?.for || '';
  const found = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!found || text.length < 3) return text || (delay?.until ? t('until {time}', { time: delay.until }) : '');
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((one) => Number(one || 0));
  return [
    weeks && plural(weeks, '{n} week', '{n} weeks'), days && plural(days, '{n} day', '{n} days'), hours && plural(hours, '{n} hour', '{n} hours'),
    minutes && plural(minutes, '{n} minute', '{n} minutes'), seconds && plural(seconds, '{n} second', '{n} seconds'),
  ].filter(Boolean).join(' ') || text;
}
