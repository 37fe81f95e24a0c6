/** How long something is good, second by second. */

import { t } from '../i18n.js';

/** `<count-down>` with `data` as `{until, expired}`; `expired()` is called once, when the time is over. */
class CountDown extends HTMLElement {
  #data = null;
  #timer = null;

  get data() {
    return this.#data;
  }

  set data(data) {
    this.#data = data;
    this.#tick();
  }

  connectedCallback() {
    this.setAttribute('role', 'timer');
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #tick() {
    if (!this.isConnected || !this.#data) {
      return;
    }
    const seconds = Math.max(0, Math.ceil((Date.parse(this.#data.until) - Date.now()) / 1000));
    this.textContent = t('qr.left', { seconds });
    if (seconds === 0) {
      clearInterval(this.#timer);
      queueMicrotask(this.#data.expired);
    }
  }
}

customElements.define('count-down', CountDown);
