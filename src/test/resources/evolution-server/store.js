import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What Evolution keeps in its database: the instances with their settings, and the messages of each. */
export class Store {
  instances = new Map();
  messages = new Map();

  /** With a file, whatever was put here is found again after a restart, and after SIGKILL. */
  constructor(file) {
    if (file && existsSync(file)) {
      const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
      lines.forEach((line) => this.apply(JSON.parse(line)));
    }
    this.file = file;
  }

  apply(change) {
    const { instance, removed, name, rows } = change;
    if (instance) {
      this.instances.set(instance.name, instance);
    } else if (removed) {
      this.instances.delete(removed);
      this.messages.delete(removed);
    } else {
      this.messages.set(name, (this.messages.get(name) ?? []).concat(rows));
    }
    if (this.file) {
      appendFileSync(this.file, `${JSON.stringify(change)}\n`);
    }
  }

  /** A new instance, or changes to the one that has this name. */
  put({ name, websocket, webhook, ...fields }) {
    const now = new Date().toISOString();
    const known = this.instances.get(name) ?? {
      id: randomUUID(),
      name,
      token: randomUUID().toUpperCase(),
      state: 'close',
      integration: 'WHATSAPP-BAILEYS',
      qr: { count: 0 },
      createdAt: now,
    };
    const rows = {
      ...(websocket ? { websocket: row(known, websocket, known.websocket, now) } : {}),
      ...(webhook ? { webhook: row(known, webhook, known.webhook, now) } : {}),
    };
    this.apply({ instance: { ...known, ...fields, ...rows, updatedAt: now } });
    return this.instances.get(name);
  }

  remove(name) {
    this.apply({ removed: name });
  }

  addMessages(name, records) {
    const instanceId = this.instances.get(name)?.id;
    const rows = records.map((record) => ({ ...messageRow(), instanceId, ...record }));
    this.apply({ name, rows });
  }

  withToken(token) {
    return [...this.instances.values()].find((instance) => instance.token === token);
  }
}

/** A row of the table Websocket or Webhook. */
const row = (instance, fields, known, now) => ({
  id: randomUUID(),
  createdAt: now,
  ...known,
  ...fields,
  updatedAt: now,
  instanceId: instance.id,
});

const messageRow = () => ({
  id: `cm${randomUUID().replaceAll('-', '').slice(0, 23)}`,
  pushName: null,
  messageType: 'conversation',
  source: 'android',
  contextInfo: null,
  MessageUpdate: [],
});
