/** Calls of Carteiro's API with the session's cookie. */

/** An answer that is none: a refusal with the router's own reason, or silence (status 0). */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

const PATIENCE = 10_000;

/** Longer than the router asks an Evolution server for a code. */
export const LONG = 40_000;

/**
 * Sends a request and gives its JSON, or null where there is none.
 * `also` are statuses beyond 2xx whose body is an answer all the same.
 */
export async function call(method, path, { body, signal, patience = PATIENCE, also = [] } = {}) {
  const response = await answer(path, {
    method,
    signal: AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])]),
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
  const json = await content(response);
  if (response.ok || also.includes(response.status)) {
    return json;
  }
  if (response.status === 401 && path !== '/api/session') {
    dispatchEvent(new Event('carteiro-signed-out'));
  }
  throw new Problem(response.status, json?.detail ?? json?.title ?? response.statusText);
}

/** Left views abort their calls, which is no problem; a router that is silent is one. */
async function answer(path, init) {
  try {
    return await fetch(path, init);
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : new Problem(0, '');
  }
}

/** Null where there is no body, or one that is not JSON. */
async function content(response) {
  try {
    return await response.json();
  } catch (failure) {
    if (failure instanceof SyntaxError) {
      return null;
    }
    throw failure.name === 'AbortError' ? failure : new Problem(0, '');
  }
}

export const get = (path, options) => call('GET', path, options);
export const post = (path, body, options) => call('POST', path, { body, ...options });
export const patch = (path, body) => call('PATCH', path, { body });
export const remove = (path) => call('DELETE', path);

/** A path with its parameters; those that are empty are left out. */
export function query(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** Several answers at once: each by its name, null where there was none; a problem only where there was none at all. */
export async function together(calls) {
  const names = Object.keys(calls);
  const results = await Promise.allSettled(Object.values(calls));
  const failed = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  if (failed.length === results.length || failed.some(({ name, status }) => name === 'AbortError' || status === 401)) {
    throw failed[0];
  }
  return Object.fromEntries(results.map(({ value }, at) => [names[at], value ?? null]));
}

/** The state of the router and its parts; 503 is how it says that something is down. */
export const health = (signal) => get('/actuator/health', { signal, also: [503] });
