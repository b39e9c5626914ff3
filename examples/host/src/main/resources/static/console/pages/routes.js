// @ts-check
/** Which page an address shows. A page's code is loaded when it is first needed. */

/** @typedef {{title: string, load: () => Promise<any>}} Page */

/** @type {[string, Page][]} */
export const routes = [
  ['/overview', { title: 'Overview', load: () => import('./overview/page.js') }],
  ['/inbox', { title: 'Inbox', load: () => import('./inbox/page.js') }],
  ['/substitutes', { title: 'Substitutes', load: () => import('./substitutes/page.js') }],
  ['/calendar', { title: 'Calendar', load: () => import('./calendar/page.js') }],
  ['/instances', { title: 'Instances', load: () => import('./instances/page.js') }],
  ['/instances/:id', { title: 'Instance', load: () => import('./instance/page.js') }],
  ['/events', { title: 'Events', load: () => import('./events/page.js') }],
  ['/events/:id', { title: 'Event', load: () => import('./events/event.js') }],
  ['/messages', { title: 'Messages', load: () => import('./messages/page.js') }],
  ['/schedules', { title: 'Schedules', load: () => import('./schedules/page.js') }],
  ['/statistics', { title: 'Statistics', load: () => import('./statistics/page.js') }],
  ['/settings', { title: 'Settings', load: () => import('./settings/page.js') }],
  ['/matters', { title: 'Matters', load: () => import('./matters/page.js') }],
  ['/matters/:id', { title: 'Matter', load: () => import('./matters/matter.js') }],
  ['/workflows/gallery', { title: 'Gallery', load: () => import('./gallery/page.js') }],
  ['/design', { title: 'Design', load: () => import('./design/page.js') }],
  ['/workflows', { title: 'Workflows', load: () => import('./workflows/page.js') }],
  ['/workflows/:name/design', { title: 'Designer', load: () => import('./designer/page.js') }],
  ['/workflows/:name', { title: 'Workflow', load: () => import('./workflows/workflow.js') }],
];
