// @ts-check
/** The login that comes up over the page when a session has ended: what was typed below stays. */
import { html, useEffect, useState } from './html.js';
import { onLoginNeeded } from '../api/client.js';
import { t } from './i18n.js';
import { logIn } from './session.js';
import { Dialog } from '../components/dialog.js';
import { Field } from '../components/field.js';

export function LoginDialog() {
  const [waiting, set] = useState(/** @type {(() => void)[]} */ ([]));
  const [wrong, setWrong] = useState('');
  useEffect(() => onLoginNeeded(() => new Promise((done) => set((all) => [...all, () => done(undefined)]))), []);
  if (!waiting.length) return null;
  const submit = async (/** @type {any} */ event) => {
    event.preventDefault();
    const { username, password } = event.target.elements;
    if (await logIn(username.value, password.value)) {
      setWrong('');
      set([]);
      waiting.forEach((done) => done());
    } else setWrong(t('Wrong login or password.'));
  };
  return html`<${Dialog} title=${t('Log in')} onClose=${() => {}}>
    <form class="stack" onSubmit=${submit}>
      <${Field} label=${t('Login')}>${(/** @type {any} */ a) => html`<input ...${a} name="username" autocomplete="username" required />`}<//>
      <${Field} label=${t('Password')} wrong=${wrong}>${(/** @type {any} */ a) => html`<input ...${a} name="password" type="password" autocomplete="current-password" required />`}<//>
      <button class="button primary" type="submit">${t('Log in')}</button>
    </form>
  <//>`;
}
