// A fake Evolution API: its REST calls, its Socket.IO server and its webhooks, steered by calls below /__control/.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Server } from 'socket.io';
import { controls } from './control.js';
import { Emitter } from './emitter.js';
import { allowRequest, watch } from './handshake.js';
import { Rest } from './rest.js';
import { Store } from './store.js';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    key: { type: 'string', default: 'evolution-key' },
    version: { type: 'string', default: '2.3.7' },
    data: { type: 'string' }, // the "database": what a restart finds again
    global: { type: 'boolean', default: false }, // WEBSOCKET_GLOBAL_EVENTS
    'no-auth': { type: 'boolean', default: false }, // as 2.2.3: whoever connects is let in
    'no-websocket': { type: 'boolean', default: false }, // WEBSOCKET_ENABLED=false
    'ping-interval': { type: 'string', default: '25000' },
    'ping-timeout': { type: 'string', default: '20000' },
  },
});

const log = { rest: [], handshakes: [] };
const store = new Store(options.data);
const server = createServer((request, response) => rest.handle(request, response));
const io = options['no-websocket'] ? undefined : socketServer();
const emitter = new Emitter(store, io, options);
const rest = new Rest(store, emitter, options, log);
rest.control = controls({ store, emitter, rest, io, log });

function socketServer() {
  const sockets = new Server(server, {
    cors: { origin: '*' },
    pingInterval: Number(options['ping-interval']),
    pingTimeout: Number(options['ping-timeout']),
    ...(options['no-auth'] ? {} : { allowRequest: allowRequest(store, options.key) }),
  });
  watch(sockets.engine, log.handshakes);
  return sockets;
}

server.listen(Number(options.port), '127.0.0.1', () => {
  options.url = `http://127.0.0.1:${server.address().port}`;
  console.log(`listening ${server.address().port}`);
});

// Whoever started this holds the other end; it goes when they go.
process.stdin.resume();
process.stdin.on('close', () => process.exit(0));
