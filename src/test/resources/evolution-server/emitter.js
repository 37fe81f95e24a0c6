import { createHmac } from 'node:crypto';

/** Sends events as Evolution does: over Socket.IO first, then to the instance's webhook. */
export class Emitter {
  constructor(store, io, options) {
    Object.assign(this, { store, io, options });
  }

  /** Waits for the webhook and tells its status: 0 without an answer, -1 where the instance wants none. */
  async emit({ over = 'both', ...event }) {
    const message = this.envelope(event);
    if (over !== 'webhook') {
      this.overSocket(message, event.global ?? this.options.global);
    }
    return over === 'websocket' ? -1 : this.overWebhook(message);
  }

  envelope({ instance, event, data = null, dateTime = localTime(), padBytes = 0, extra = {} }) {
    const known = this.store.instances.get(instance);
    const padding = () => ({ message: { ...data.message, base64: 'A'.repeat(padBytes) } });
    return {
      event,
      instance,
      data: padBytes > 0 ? { ...data, ...padding() } : data,
      server_url: this.options.url,
      date_time: dateTime,
      sender: known?.ownerJid,
      apikey: known?.token ?? null,
      ...extra,
    };
  }

  overSocket(message, everywhere) {
    if (everywhere) {
      this.io?.emit(message.event, message);
    }
    if (subscribes(this.store.instances.get(message.instance)?.websocket, message.event)) {
      // The first one makes the namespace.
      this.io?.of(`/${message.instance}`).emit(message.event, message);
    }
  }

  async overWebhook(message) {
    const webhook = this.store.instances.get(message.instance)?.webhook;
    if (!subscribes(webhook, message.event)) {
      return -1;
    }
    const suffix = webhook.webhookByEvents ? `/${upper(message.event).replaceAll('_', '-').toLowerCase()}` : '';
    try {
      const answer = await fetch(webhook.url + suffix, {
        method: 'POST',
        headers: {
          accept: 'application/json, text/plain, */*',
          'content-type': 'application/json',
          'user-agent': 'axios/1.13.2',
          ...ownHeaders(webhook.headers ?? {}),
        },
        body: JSON.stringify({ ...message, destination: webhook.url }),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch (failure) {
      console.log(`webhook ${webhook.url}: ${failure.cause ?? failure}`);
      return 0;
    }
  }
}

const upper = (event) => event.replace(/[.-]/g, '_').toUpperCase();

const subscribes = (settings, event) => Boolean(settings?.enabled && settings.events?.includes(upper(event)));

/** The server's own time of day with a Z that is not true. */
const localTime = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString();

function ownHeaders({ jwt_key: key, ...headers }) {
  return key ? { ...headers, authorization: `Bearer ${token(key)}` } : headers;
}

function token(key) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iat, exp: iat + 600, app: 'evolution', action: 'webhook' };
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
}
