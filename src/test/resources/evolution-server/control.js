import { revive } from './bytes.js';
import { webhookRow, websocketRow } from './settings.js';

/** What tests steer the server with: a function from the name of a call and its arguments to the answer. */
export function controls({ store, emitter, rest, io, log }) {
  const version = emitter.options.version;
  const verbs = {
    instance: preset,
    state: ({ instance, state }) => void store.put({ name: instance, state }),
    messages: ({ instance, records }) => store.addMessages(instance, records),
    emit: (event) => send({ over: 'websocket', ...event }),
    webhook: (event) => send({ over: 'webhook', ...event }),
    both: (event) => send({ over: 'both', ...event }),
    burst,
    qr: ({ instance }) => rest.instances.nextQr(instance),
    answer: ({ times = 1, ...script }) => void rest.scripts.push({ times, ...script }),
    requests: () => log,
    clients,
    disconnect: ({ hard = false }) => engines().forEach((socket) => drop(socket, hard)),
    mute: () => engines().forEach((socket) => clearTimeout(socket.pingIntervalTimer)),
  };
  const engines = () => Object.values(io?.engine.clients ?? {});

  /** How many are connected to each namespace. */
  function clients() {
    return Object.fromEntries([...(io?._nsps ?? [])].map(([name, { sockets }]) => [name, sockets.size]));
  }

  /** An instance as if it had been there before; its settings have the names of the REST calls. */
  function preset({ websocket, webhook, ...fields }) {
    const all = { enabled: true, events: [] };
    const rows = {
      websocket: websocket && websocketRow({ ...all, ...websocket }, version),
      webhook: webhook && webhookRow({ ...all, ...webhook }, version),
    };
    return { token: store.put({ ...fields, ...rows }).token };
  }

  async function send({ count = 1, store: stored = true, ...wanted }) {
    const event = { ...wanted, data: revive(wanted.data ?? null, version) };
    const statuses = [];
    for (let sent = 0; sent < count; sent++) {
      if (stored && ['messages.upsert', 'send.message'].includes(event.event)) {
        store.addMessages(event.instance, [event.data]);
      }
      statuses.push(await emitter.emit(event));
    }
    return { statuses };
  }

  /** Many numbered messages, one after the other without a pause, spread over conversations. */
  async function burst({ instance, count, prefix, first = 1, conversations = 5, event = 'messages.upsert', ...how }) {
    const messages = Array.from({ length: count }, (_, at) =>
      numbered(`${prefix}-${first + at}`, at % conversations, event),
    );
    if (how.store ?? true) {
      store.addMessages(instance, messages);
    }
    const pending = messages.map((data) => emitter.emit({ over: 'websocket', ...how, instance, event, data }));
    return { statuses: await Promise.all(pending) };
  }

  return (verb, body) => {
    if (!verbs[verb]) {
      throw new Error(`no control is called ${verb}`);
    }
    return verbs[verb](body);
  };
}

function numbered(id, conversation, event) {
  const fromMe = event === 'send.message';
  return {
    key: { remoteJid: `55119${70000000 + conversation}@s.whatsapp.net`, fromMe, id },
    pushName: fromMe ? 'Você' : `Cliente ${conversation}`,
    status: fromMe ? 'PENDING' : 'DELIVERY_ACK',
    message: { conversation: id },
    contextInfo: { mentionedJid: [], groupMentions: [], expiration: 0 },
    messageType: 'conversation',
    messageTimestamp: Math.floor(Date.now() / 1000),
    instanceId: '7d0e2f0a-9f0e-4a0e-8a55-0b9a4e3b9c11',
    source: fromMe ? 'web' : 'android',
  };
}

/** Closes a connection below Socket.IO, with a close frame or by breaking it. */
function drop(socket, hard) {
  if (hard && socket.transport.name === 'websocket') {
    socket.transport.socket.terminate();
  } else {
    socket.close(true);
  }
}
