import { setTimeout as pause } from 'node:timers/promises';
import { findMessages, whatsappNumbers } from './chats.js';
import { Instances } from './instances.js';
import { Problem } from './problem.js';
import { findSettings, setWebhook, setWebsocket } from './settings.js';

/** Evolution's REST calls, or the answers that a test has laid out for them. */
export class Rest {
  scripts = [];
  control = () => {};

  constructor(store, emitter, options, log) {
    Object.assign(this, { store, options, log });
    const instances = new Instances(store, emitter);
    this.instances = instances;
    const websocket = options['no-websocket'] ? () => undefined : setWebsocket(store, options.version);
    this.routes = {
      'POST /instance/create': [201, instances.create],
      'GET /instance/connect': [200, instances.connect],
      'GET /instance/connectionState': [200, instances.connectionState],
      'GET /instance/fetchInstances': [200, instances.fetch],
      'POST /instance/restart': [200, instances.restart],
      'DELETE /instance/logout': [200, instances.logout],
      'DELETE /instance/delete': [200, instances.remove],
      'POST /webhook/set': [201, setWebhook(store, options.version)],
      'GET /webhook/find': [200, findSettings('webhook')],
      'POST /websocket/set': [201, websocket],
      'GET /websocket/find': [200, options['no-websocket'] ? () => undefined : findSettings('websocket')],
      'POST /chat/findMessages': [200, findMessages(store, options.version)],
      'POST /chat/whatsappNumbers': [200, whatsappNumbers],
    };
  }

  async handle(request, response) {
    const text = await read(request);
    const [path, query = ''] = request.url.split(/\?(.*)/s);
    try {
      if (path.startsWith('/__control/')) {
        const answer = await this.control(path.slice('/__control/'.length), JSON.parse(text || '{}'));
        return send(response, 200, answer ?? {});
      }
      const { method, headers } = request;
      this.log.rest.push({ method, path, query, headers, body: text });
      const script = this.nextScript(method, path);
      await pause(script?.delayMs ?? 0);
      if (script?.reset) {
        return request.socket.destroy();
      }
      if (script?.status) {
        return send(response, script.status, script.body);
      }
      const [status, answer] = await this.answer(request, path, new URLSearchParams(query), text);
      return send(response, status, answer);
    } catch (failure) {
      const problem = failure instanceof Problem ? failure : new Problem(500, failure.message);
      return send(response, problem.status, problem.body());
    }
  }

  nextScript(method, path) {
    const at = this.scripts.findIndex((script) => script.method === method && script.path === path);
    const script = this.scripts[at];
    if (script && --script.times <= 0) {
      this.scripts.splice(at, 1);
    }
    return script;
  }

  async answer(request, path, query, text) {
    if (request.method === 'GET' && path === '/') {
      return [200, this.welcome()];
    }
    const [, area, verb, name] = path.split('/').map(decodeURIComponent);
    const route = `${request.method} /${area}/${verb}`;
    const nameless = route === 'POST /instance/create' || route === 'GET /instance/fetchInstances';
    const [status, action] = this.routes[route] ?? [];
    if (!action || nameless !== (name === undefined)) {
      throw new Problem(404, [`Cannot ${request.method} ${request.url}`]);
    }
    const body = bodyOf(request, text);
    const instance = this.store.instances.get(name);
    this.guard(route, nameless, name, body);
    const key = this.authenticate(route, instance, request.headers.apikey);
    return [status, await action({ instance, body, query, key })];
  }

  /** Comes before the check of the key. */
  guard(route, nameless, name, body) {
    if (!nameless && !this.store.instances.has(name)) {
      throw new Problem(404, [`The "${name}" instance does not exist`]);
    }
    if (route === 'POST /instance/create' && this.store.instances.has(body.instanceName)) {
      throw new Problem(403, [`This name "${body.instanceName}" is already in use.`]);
    }
  }

  /** The token, or nothing where the key is the global one. */
  authenticate(route, instance, key) {
    if (key === this.options.key) {
      return undefined;
    }
    const own = instance && instance.token === key;
    if (key && (own || (route === 'GET /instance/fetchInstances' && this.store.withToken(key)))) {
      return key;
    }
    throw new Problem(401, 'Unauthorized');
  }

  welcome() {
    return {
      status: 200,
      message: 'Welcome to the Evolution API, it is working!',
      version: this.options.version,
      clientName: 'evolution_exchange',
      manager: `${this.options.url}/manager`,
      documentation: 'https://doc.evolution-api.com',
      whatsappWebVersion: '2.3000.1030415081',
    };
  }
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** As Express' json(): a body of any other type is none. */
function bodyOf(request, text) {
  try {
    return request.headers['content-type']?.startsWith('application/json') && text ? JSON.parse(text) : {};
  } catch (failure) {
    throw new Problem(400, failure.message);
  }
}

/** A text goes out as it is, anything else as JSON; nothing is an empty body. */
function send(response, status, body) {
  const raw = body === undefined || typeof body === 'string';
  response.writeHead(status, { 'content-type': raw ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8' });
  response.end(raw ? body : JSON.stringify(body));
}
