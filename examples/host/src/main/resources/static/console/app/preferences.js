// @ts-check
/** Light or dark, and whether single letters are commands. */

/** @returns {'light' | 'dark' | 'system'} */
export function scheme() {
  return /** @type {any} */ (localStorage.getItem('scheme')) || 'system';
}

const dark = matchMedia('(prefers-color-scheme: dark)');

/** @param {'light' | 'dark' | 'system'} [wanted] */
export function applyScheme(wanted) {
  if (wanted) localStorage.setItem('scheme', wanted);
  const now = scheme();
  document.documentElement.dataset.scheme = now === 'system' ? (dark.matches ? 'dark' : 'light') : now;
  document.dispatchEvent(new CustomEvent('scheme'));
}

dark.addEventListener('change', () => applyScheme());

export function lettersAreCommands() {
  return localStorage.getItem('letters') !== 'off';
}

/** @param {boolean} on */
export function setLetters(on) {
  localStorage.setItem('letters', on ? 'on' : 'off');
}
