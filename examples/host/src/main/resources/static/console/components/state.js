// @ts-check
/** A state: an icon, a colour and always the word. */
import { html } from '../app/html.js';
import { t, word } from '../app/i18n.js';
import { Icon } from './icon.js';

/** @type {Record<string, [string, string, string]>} state → tone, icon, word */
const LOOKS = {
  ACTIVE: ['run', 'run', 'running'],
  IN_PROGRESS: ['run', 'run', 'in progress'],
  RUNNING: ['run', 'run', 'running'],
  SENDING: ['run', 'run', 'sending'],
  COMPLETED: ['done', 'done', 'completed'],
  DONE: ['done', 'done', 'done'],
  SENT: ['done', 'done', 'sent'],
  DELIVERED: ['done', 'done', 'delivered'],
  SUCCEEDED: ['done', 'done', 'succeeded'],
  PUBLISHED: ['done', 'done', 'live'],
  EXITED: ['done', 'done', 'exited'],
  BLOCKED: ['attention', 'attention', 'blocked'],
  HELD: ['attention', 'pause', 'held'],
  UNKNOWN: ['attention', 'attention', 'unknown'],
  LATE: ['attention', 'attention', 'late'],
  FAILED: ['failed', 'failed', 'failed'],
  LOST: ['failed', 'failed', 'lost'],
  REJECTED: ['failed', 'failed', 'rejected'],
  READY: ['neutral', 'ready', 'ready'],
  PENDING: ['neutral', 'wait', 'pending'],
  QUEUED: ['neutral', 'wait', 'queued'],
  DRAFT: ['neutral', 'ready', 'draft'],
  PAUSED: ['neutral', 'pause', 'paused'],
  STOPPED: ['neutral', 'pause', 'stopped'],
  SKIPPED: ['neutral', 'skip', 'skipped'],
  CANCELED: ['neutral', 'cancel', 'cancelled'],
  SUPPRESSED: ['neutral', 'cancel', 'suppressed'],
  ARCHIVED: ['neutral', 'pause', 'archived'],
  DISABLED: ['neutral', 'pause', 'disabled'],
  ENDED: ['neutral', 'done', 'ended'],
  SCHEDULED: ['run', 'schedules', 'on schedule'],
  OVER: ['neutral', 'done', 'over'],
  AWAY: ['attention', 'swap', 'away'],
  PLANNED: ['neutral', 'calendar', 'planned'],
  ACCEPTED: ['neutral', 'wait', 'taken on by the provider'],
  READ: ['done', 'done', 'opened'],
  BOUNCED: ['failed', 'failed', 'bounced'],
};

/** @param {string} state */
export function stateWord(state) {
  const look = LOOKS[state];
  return look ? t(look[2]) : word(state);
}

/** @param {string} state */
export function stateTone(state) {
  return LOOKS[state] ? LOOKS[state][0] : 'neutral';
}

/** @param {{state: string}} props */
export function State({ state }) {
  const [tone, icon] = LOOKS[state] || ['neutral', 'ready'];
  return html`<span class=${`state ${tone}`}><${Icon} name=${icon} />${stateWord(state)}</span>`;
}
