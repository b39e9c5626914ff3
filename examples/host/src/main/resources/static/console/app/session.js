// @ts-check
/** Who is logged in, in which tenant, and what they may do. */
import { createContext, useContext } from './html.js';
import { csrf, useTenant } from '../api/client.js';
import { usersMe } from '../api/operations/users.js';
import { setTenantZone } from './format.js';
import { forgetMatters } from '../components/subject.js';
import { forgetPeople } from './people.js';
import { forgetWorkflows } from './workflows.js';

/**
 * @typedef {{user: {id: string, name: string}, tenant: string, tenants: string[], tenantNames: Record<string, string>, roles: string[], switchTo: (tenant: string) => void}} Session
 */

/** @type {import('preact').Context<Session>} */
export const SessionContext = createContext(/** @type {any} */ (null));

/** @returns {Session} */
export function useSession() {
  return useContext(SessionContext);
}

/** Whether somebody has one of these roles. @param {Session} session @param {...string} roles */
export function is(session, ...roles) {
  return roles.some((role) => session.roles.includes(role));
}

/** @param {string | null} [wanted] a tenant */
export async function loadSession(wanted) {
  useTenant(wanted || localStorage.getItem('tenant'));
  let me;
  try {
    me = await usersMe();
  } catch (problem) {
    if (/** @type {any} */ (problem).status !== 404) throw problem;
    useTenant(null); // not a tenant of this person
    me = await usersMe();
  }
  localStorage.setItem('tenant', me.tenant);
  useTenant(me.tenant);
  setTenantZone(me.zone);
  forgetPeople();
  forgetWorkflows();
  forgetMatters();
  return { user: { id: me.id, name: me.name }, tenant: me.tenant, tenants: me.tenants, tenantNames: me.tenant_names || {}, roles: me.roles };
}

/** @param {string} login @param {string} password whether they are right */
export async function logIn(login, password) {
  await fetch('/login', { credentials: 'same-origin' });
  const form = new URLSearchParams({ username: login, password, _csrf: csrf() });
  const answer = await fetch('/login', {
    method: 'POST', body: form, credentials: 'same-origin', headers: { 'X-XSRF-TOKEN': csrf() },
  });
  return !answer.url.includes('error') && answer.ok;
}

export async function logOut() {
  await fetch('/logout', { method: 'POST', credentials: 'same-origin', headers: { 'X-XSRF-TOKEN': csrf() } });
  location.assign('/login');
}
