// @ts-check
/** A picture that the server draws. It is shown as an image, so that nothing in it can run. */
import { html, useEffect, useState } from '../../app/html.js';
import { request } from '../../api/client.js';
import { Failure } from '../../components/notices.js';
import { Skeleton } from '../../components/panel.js';

/** @param {{path: string, version: any, label: string, body?: any}} props body: of a document that is not saved */
export function Picture({ path, version, label, body }) {
  const [source, set] = useState(/** @type {string | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let gone = false;
    let url = '';
    request(body ? 'POST' : 'GET', path, { raw: true, body, query: { format: 'svg' }, headers: { Accept: 'image/svg+xml' } }).then((answer) => {
      if (gone) return;
      url = URL.createObjectURL(new Blob([answer.body], { type: 'image/svg+xml' }));
      setError(null);
      set(url);
    }, setError);
    return () => {
      gone = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [path, version]);
  if (error) return html`<${Failure} problem=${error} />`;
  return source ? html`<figure class="picture panel"><img src=${source} alt=${label} /></figure>` : html`<${Skeleton} rows=${6} />`;
}
