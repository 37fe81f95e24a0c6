/** The rows of the live tail, which come by themselves. */

import { get, query } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { complain } from '../notices.js';
import { follow } from '../stream.js';
import { row } from './live-row.js';

/** More rows than anybody reads. */
const KEPT = 500;

/** So many that came before are shown at the beginning. */
const BEFORE = 30;

/** `<live-list>` with `data` as `{filters, paused, cleared, heard}`; `heard({connection, waiting})` is told of changes. */
class LiveList extends HTMLElement {
  #data = null;
  #stream = null;
  #filters = null;
  #turn = 0;
  #waiting = [];
  #due = false;
  #connection = 'connecting';
  #list = el('ol', { class: 'live', reversed: true });

  get data() {
    return this.#data;
  }

  set data(data) {
    const before = this.#data;
    this.#data = data;
    if (before && data.cleared !== before.cleared) {
      this.#waiting = [];
      this.#list.replaceChildren();
    }
    if (before?.paused && !data.paused) {
      this.#paint();
    }
    if (this.isConnected) {
      this.#follow();
    }
  }

  connectedCallback() {
    this.replaceChildren(this.#list, el('p', { class: 'empty' }, t('live.empty')));
    this.#follow();
  }

  disconnectedCallback() {
    this.#stream?.close();
    this.#filters = null;
  }

  /** Begins anew where the filters are other ones: with what came last, and from there on. */
  async #follow() {
    const filters = JSON.stringify(this.#data.filters);
    if (filters === this.#filters) {
      return;
    }
    const turn = ++this.#turn;
    this.#filters = filters;
    this.#stream?.close();
    this.#waiting = [];
    this.#list.replaceChildren();
    const { events, after } = await this.#before().catch((failure) => (complain(failure), { events: [] }));
    if (turn !== this.#turn || !this.isConnected) {
      return;
    }
    this.#waiting = [...events].reverse();
    this.#paint();
    this.#stream = follow({ ...this.#data.filters, after }, this);
  }

  /** Where nothing fits yet, it goes on behind the log's last event: what is written before the stream is open belongs to it. */
  async #before() {
    const [last] = await latest({ limit: 1 });
    const events = await latest({ ...this.#data.filters, limit: BEFORE });
    return { events, after: (events[0] ?? last)?.position };
  }

  message(event) {
    this.#take(event);
  }

  gap(gap) {
    this.#take({ gap });
  }

  state(connection) {
    this.#connection = connection;
    this.#tell();
  }

  #tell() {
    this.#data.heard({ connection: this.#connection, waiting: this.#data.paused ? this.#waiting.length : 0 });
  }

  /** Once a frame is enough: for rows to be painted, or for those that wait to be counted. */
  #take(event) {
    this.#waiting.push(event);
    this.#waiting.splice(0, this.#waiting.length - KEPT);
    if (!this.#due) {
      this.#due = true;
      requestAnimationFrame(() => {
        this.#due = false;
        if (this.#data.paused) {
          this.#tell();
        } else {
          this.#paint();
        }
      });
    }
  }

  /** A burst is painted at once. */
  #paint() {
    this.#list.prepend(...this.#waiting.map(row).reverse());
    this.#waiting = [];
    while (this.#list.childElementCount > KEPT) {
      this.#list.lastElementChild.remove();
    }
  }
}

/** The newest first. */
async function latest(filters) {
  const { events } = await get(query('/api/events', filters));
  return events;
}

customElements.define('live-list', LiveList);
