import { Problem, invalid } from './problem.js';
import { webhookRow, websocketRow } from './settings.js';

const ERROR = { error: true, message: '[object Object]' };

/** The calls below /instance. */
export class Instances {
  constructor(store, emitter) {
    Object.assign(this, { store, emitter });
  }

  create = ({ body }) => {
    if (!body.instanceName) {
      throw invalid('instance requires property "instanceName"');
    }
    if (!body.integration) {
      throw new Problem(400, ['Invalid integration']);
    }
    const { instanceName: name, integration, number, businessId } = body;
    const fields = { name, integration, number, businessId, ...(body.token ? { token: body.token } : {}) };
    const instance = this.store.put({ ...fields, ...this.subscriptions(body) });
    this.emit(name, 'instance.create', { instanceName: name, instanceId: instance.id });
    const baileys = integration === 'WHATSAPP-BAILEYS';
    const qrcode = body.qrcode && baileys ? this.startPairing(instance, number) : undefined;
    return {
      instance: {
        instanceName: name,
        instanceId: instance.id,
        integration,
        webhookWaBusiness: null,
        accessTokenWaBusiness: '',
        status: 'connecting',
      },
      hash: instance.token,
      webhook: {
        webhookUrl: body.webhook?.url,
        webhookHeaders: body.webhook?.headers,
        webhookByEvents: body.webhook?.byEvents,
        webhookBase64: body.webhook?.base64,
      },
      websocket: { enabled: body.websocket?.enabled },
      rabbitmq: {},
      nats: {},
      sqs: {},
      settings: settingsOf(body),
      qrcode,
    };
  };

  /** What a new instance subscribes to; where `events` are missing, Evolution takes the instance back. */
  subscriptions({ webhook, websocket }) {
    try {
      const version = this.emitter.options.version;
      return {
        webhook: webhook && webhookRow({ enabled: true, ...webhook }, version),
        websocket: websocket && websocketRow({ enabled: true, ...websocket }, version),
      };
    } catch (failure) {
      throw new Problem(400, [failure.message]);
    }
  }

  connect = ({ instance, query }) => {
    switch (instance.state) {
      case 'open':
        return stateOf(instance);
      case 'connecting':
        return instance.qr;
      case 'close':
        return this.startPairing(instance, query.get('number') ?? instance.number);
      default:
        return ERROR;
    }
  };

  startPairing({ name }, number) {
    this.store.put({ name, state: 'connecting', qr: { count: 0 } });
    this.emit(name, 'connection.update', { instance: name, state: 'connecting', statusReason: 200 });
    return this.nextQr(name, number);
  }

  /** A new QR code every 20 to 60 seconds, in the real one. */
  nextQr(name, number) {
    const count = this.store.instances.get(name).qr.count + 1;
    const code = `2@${Buffer.from(`${name}-${count}`).toString('base64')},pkNTcOmP,Y2FydGVpcm8=`;
    const base64 = `data:image/png;base64,${Buffer.from(code).toString('base64')}`;
    const pairingCode = number ? 'WZYEH1YY' : null;
    this.store.put({ name, qr: { pairingCode, code, base64, count } });
    this.emit(name, 'qrcode.updated', { qrcode: { instance: name, pairingCode, code, base64 } });
    return this.store.instances.get(name).qr;
  }

  connectionState = ({ instance }) => stateOf(instance);

  fetch = ({ query, key }) => {
    const name = key ? this.store.withToken(key).name : query.get('instanceName');
    const [id, number] = [query.get('instanceId'), query.get('number')];
    const wanted = name || id || number;
    const field = name ? 'name' : id ? 'id' : 'number';
    const rows = [...this.store.instances.values()].filter((one) => !wanted || one[field] === wanted);
    if (wanted && rows.length === 0) {
      throw new Problem(404, [`Instance "${wanted}" not found`]);
    }
    return rows.map((one) => this.row(one));
  };

  row(instance) {
    const { id, name, state, token, integration, createdAt, updatedAt } = instance;
    return {
      id,
      name,
      connectionStatus: state ?? 'close',
      ownerJid: instance.ownerJid ?? null,
      profileName: instance.profileName ?? null,
      profilePicUrl: instance.profilePicUrl ?? null,
      integration,
      number: instance.number ?? null,
      businessId: instance.businessId ?? null,
      token,
      clientName: 'evolution_exchange',
      disconnectionReasonCode: instance.disconnectionReasonCode ?? null,
      disconnectionObject: instance.disconnectionObject ?? null,
      disconnectionAt: instance.disconnectionAt ?? null,
      createdAt,
      updatedAt,
      Chatwoot: null,
      Proxy: null,
      Rabbitmq: null,
      Nats: null,
      Sqs: null,
      Websocket: instance.websocket ?? null,
      Setting: null,
      _count: { Message: this.store.messages.get(name)?.length ?? 0, Contact: 0, Chat: 0 },
    };
  }

  restart = ({ instance, query }) => (instance.state === 'close' ? ERROR : this.connect({ instance, query }));

  logout = ({ instance }) => {
    if (instance.state === 'close') {
      throw new Problem(400, [`The "${instance.name}" instance is not connected`]);
    }
    this.disconnect(instance).catch(console.error);
    return { status: 'SUCCESS', error: false, response: { message: 'Instance logged out' } };
  };

  async disconnect({ name }) {
    const at = new Date().toISOString();
    const reason = JSON.stringify({ error: { output: { statusCode: 401 } } });
    const disconnection = { disconnectionAt: at, disconnectionReasonCode: 401, disconnectionObject: reason };
    this.store.put({ name, state: 'close', qr: { count: 0 }, ...disconnection });
    await this.emit(name, 'status.instance', { instance: name, status: 'closed', ...disconnection });
    await this.emit(name, 'logout.instance', null);
    await this.emit(name, 'connection.update', { instance: name, state: 'close', statusReason: 401 });
  }

  /** The answer comes first; the rows go when the webhook has answered. */
  remove = ({ instance }) => {
    const removal = async () => {
      if (instance.state !== 'close') {
        await this.disconnect(instance);
      }
      this.emit(instance.name, 'instance.delete', { instanceName: instance.name, instanceId: instance.id });
      await this.emit(instance.name, 'remove.instance', null);
      this.store.remove(instance.name);
    };
    removal().catch(console.error);
    return { status: 'SUCCESS', error: false, response: { message: 'Instance deleted' } };
  };

  emit(instance, event, data) {
    return this.emitter.emit({ instance, event, data });
  }
}

const stateOf = ({ name, state }) => ({ instance: { instanceName: name, state: state ?? undefined } });

const settingsOf = (body) => ({
  rejectCall: body.rejectCall === true,
  msgCall: body.msgCall || '',
  groupsIgnore: body.groupsIgnore === true,
  alwaysOnline: body.alwaysOnline === true,
  readMessages: body.readMessages === true,
  readStatus: body.readStatus === true,
  syncFullHistory: body.syncFullHistory === true,
  wavoipToken: '',
});
