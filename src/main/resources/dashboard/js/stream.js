/** Follows the live stream for as long as it is wanted, whatever happens to the connection. */

const LONGEST_WAIT = 30_000;

/**
 * Opens `/events` and calls `heard.message(event)`, `heard.gap(gap)`, `heard.snapshot(snapshot)` and
 * `heard.state('connecting' | 'open' | 'lost')`. A browser resumes by itself after a broken connection; where the
 * router refused it, we ask again behind the last position, each time a little later.
 */
export function follow(parameters, heard) {
  let source = null;
  let timer = null;
  let wait = 1000;
  let last = parameters.after ?? null;

  function open() {
    const search = new URLSearchParams(Object.entries({ ...parameters, after: last }).filter(([, value]) => value));
    source = new EventSource(`/events?${search}`);
    heard.state?.('connecting');
    source.onopen = () => {
      wait = 1000;
      heard.state?.('open');
    };
    source.onmessage = (message) => tell('message', message);
    for (const name of ['begin', 'gap', 'snapshot']) {
      source.addEventListener(name, (message) => tell(name, message));
    }
    source.addEventListener('expired', () => dispatchEvent(new Event('carteiro-signed-out')));
    source.onerror = broken;
  }

  function broken() {
    heard.state?.('lost');
    if (source.readyState === EventSource.CLOSED) {
      clearTimeout(timer);
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  /** A frame that is not JSON is not for us. */
  function tell(name, message) {
    last = message.lastEventId || last;
    let data;
    try {
      data = JSON.parse(message.data);
    } catch {
      return;
    }
    heard[name]?.(data);
  }

  open();
  return {
    close() {
      clearTimeout(timer);
      source.close();
    },
  };
}
