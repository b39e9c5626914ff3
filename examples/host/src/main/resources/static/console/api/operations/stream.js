// @ts-check
// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.
import { withQuery } from '../client.js';

/** What changes in the tenant, as far as the caller may see it. @param {{tenant?: string | null, last_event_id?: string | null}} [query] */
export const streamStreamAddress = (query) => withQuery('/api/v1/stream', query);
