/** The address behind the `#`: which view, of what, and with which filters. */

/** `#/dead?destination=crm` is `{name: 'dead', rest: '', parameters: {destination: 'crm'}}`. */
export function place(hash = location.hash) {
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  return { name, rest: decoded(rest.join('/')), parameters: Object.fromEntries(new URLSearchParams(search)) };
}

/** An address that somebody mistyped is a place that there is not, and no error. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a view. */
export function link(name, rest = '', parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value);
  const search = given.length > 0 ? `?${new URLSearchParams(given)}` : '';
  return `#/${name}${rest ? `/${encodeURIComponent(rest)}` : ''}${search}`;
}

/** Goes there. */
export function go(...where) {
  location.hash = link(...where);
}
