// @ts-check
/**
 * What happens in the tenant, as it happens. One tab of a browser keeps the stream open, and tells
 * the others. Panels load anew at most once a second; after a gap all of them do.
 */

/** @typedef {{wants: (event: any) => boolean, act: () => void}} Listener */

/** @type {Set<Listener>} */
const listeners = new Set();
/** @type {Set<(on: boolean) => void>} */
const watchers = new Set();
/** @type {Set<Listener>} */
const due = new Set();
/** @type {any} */
let timer = null;
let connected = false;
let generation = 0;

/** @param {(event: any) => boolean} wants @param {() => void} act */
export function onLive(wants, act) {
  const listener = { wants, act };
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** @param {(on: boolean) => void} watcher told whether the stream is open */
export function onConnection(watcher) {
  watchers.add(watcher);
  watcher(connected);
  return () => void watchers.delete(watcher);
}

/** @param {boolean} on */
function connection(on) {
  if (on && !connected && generation > 1) listeners.forEach((one) => wake(one));
  connected = on;
  watchers.forEach((watcher) => watcher(on));
}

/** @param {Listener} listener */
function wake(listener) {
  due.add(listener);
  timer ??= setTimeout(() => {
    timer = null;
    const now = [...due];
    due.clear();
    now.filter((one) => listeners.has(one)).forEach((one) => one.act());
  }, document.hidden ? 5000 : 1000);
}

/** @param {any} event */
function heard(event) {
  listeners.forEach((one) => {
    if (one.wants(event)) wake(one);
  });
}

/** @param {string} tenant */
export function startLive(tenant) {
  const name = `workflow-live-${tenant}`;
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => {
    if (data.connection !== undefined) connection(data.connection);
    else heard(data.event);
  };
  const stop = new AbortController();
  const lead = () => new Promise((done) => {
    generation++;
    const source = new EventSource(`/api/v1/stream?tenant=${encodeURIComponent(tenant)}`);
    const say = (/** @type {boolean} */ on) => {
      connection(on);
      channel.postMessage({ connection: on });
    };
    source.onopen = () => {
      generation++;
      say(true);
    };
    source.onerror = () => say(false);
    source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      heard(event);
      channel.postMessage({ event });
    };
    stop.signal.addEventListener('abort', () => {
      source.close();
      done(undefined);
    });
  });
  if (navigator.locks) navigator.locks.request(name, { signal: stop.signal }, lead).catch(() => {});
  else lead();
  return () => {
    stop.abort();
    channel.close();
  };
}
