import { Problem, invalid } from './problem.js';
import { atLeast, eventsOf } from './versions.js';

export const setWebsocket = (store, version) => ({ instance, body }) => {
  const wanted = required(body, 'websocket', ['enabled'], version);
  return store.put({ name: instance.name, websocket: websocketRow(wanted, version) }).websocket;
};

export const setWebhook = (store, version) => ({ instance, body }) => {
  const wanted = required(body, 'webhook', ['enabled', 'url'], version);
  return store.put({ name: instance.name, webhook: webhookRow(wanted, version) }).webhook;
};

export const findSettings = (kind) => ({ instance }) => instance[kind] ?? null;

export const websocketRow = (wanted, version) => ({ enabled: wanted.enabled, events: events(wanted, version) });

export function webhookRow(wanted, version) {
  if (!/^https?:\/\//.test(wanted.url) && atLeast(version, '2.3.0')) {
    throw new Problem(400, ['Invalid "url" property']);
  }
  return {
    url: wanted.url,
    headers: wanted.headers ?? null,
    enabled: wanted.enabled,
    events: events(wanted, version),
    webhookByEvents: wanted.byEvents ?? false,
    webhookBase64: wanted.base64 ?? false,
  };
}

/** None asked for is all; events that are missing altogether are Evolution's own TypeError. */
function events(wanted, version) {
  if (!wanted.enabled) {
    return [];
  }
  return wanted.events.length === 0 ? eventsOf(version) : wanted.events;
}

function required(body, kind, properties, version) {
  const wanted = body[kind];
  if (!wanted) {
    throw invalid(`instance requires property "${kind}"`);
  }
  const missing = properties.filter((property) => !(property in wanted));
  if (missing.length > 0) {
    throw invalid(...missing.map((property) => `${kind} requires property "${property}"`));
  }
  const unknown = (wanted.events ?? []).findIndex((event) => !eventsOf(version).includes(event));
  if (unknown >= 0) {
    throw invalid(`${kind}.events[${unknown}] is not one of enum values: ${eventsOf(version)}`);
  }
  return wanted;
}
