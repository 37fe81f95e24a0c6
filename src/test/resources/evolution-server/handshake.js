/** Evolution's check of whoever connects, without its list of addresses that need no key. */
export function allowRequest(store, globalKey) {
  return (request, callback) => {
    const parameters = new URL(request.url, 'http://localhost').searchParams;
    const key = parameters.get('apikey') || request.headers.apikey;
    if (!key) {
      return callback('apiKey is required', false);
    }
    if (key !== globalKey && !store.withToken(key)) {
      return callback('Invalid global token', false);
    }
    return callback(null, true);
  };
}

/** Keeps each handshake of an Engine.IO server, accepted or not. */
export function watch(engine, handshakes) {
  const keep = (accepted, reason, request) => {
    const [path, query = ''] = request.url.split(/\?(.*)/s);
    const parameters = new URLSearchParams(query);
    const transport = parameters.get('transport') ?? '';
    const eio = parameters.get('EIO') ?? '';
    handshakes.push({ accepted, reason, transport, eio, path, query, headers: request.headers });
  };
  engine.on('connection', (socket) => keep(true, '', socket.request));
  engine.on('connection_error', ({ req, code, message, context }) =>
    keep(false, code === 4 ? context?.message ?? message : message, req),
  );
}
