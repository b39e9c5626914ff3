// @ts-check
/** Texts in the person's language. English texts are their own keys; others stand in messages/. */

/** @type {Record<string, string>} */
let texts = {};
let language = 'en';

export const languages = [['en', 'English'], ['nl', 'Nederlands']];

export function currentLanguage() {
  return language;
}

/** @param {string} [wanted] null: as chosen before, or as the browser says */
export async function loadLanguage(wanted) {
  const asked = wanted || localStorage.getItem('language') || navigator.language.slice(0, 2);
  language = languages.some(([code]) => code === asked) ? asked : 'en';
  texts = language === 'en' ? {} : (await import(`../messages/${language}.js`)).default;
  document.documentElement.lang = language;
  if (wanted) localStorage.setItem('language', language);
}

/**
 * A text with its values in place of {names}.
 * @param {string} text
 * @param {Record<string, any>} [values]
 */
export function t(text, values) {
  const found = texts[text] || text;
  return values
    ? found.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all))
    : found;
}

/**
 * One or many.
 * @param {number} n
 * @param {string} one with {n}
 * @param {string} many with {n}
 */
export function plural(n, one, many) {
  return t(n === 1 ? one : many, { n: number(n) });
}

/** A word of the server such as NOT_MATCHED. @param {string} name */
export function word(name) {
  return t(name.toLowerCase().replaceAll('_', ' '));
}

/** A role of people, as one reads it. @param {string} role */
export function roleName(role) {
  return word(role).replace(/^./, (c) => c.toUpperCase());
}

/** @param {number} n @param {Intl.NumberFormatOptions} [options] */
export function number(n, options) {
  return new Intl.NumberFormat(language, options).format(n);
}
