/** Codes to pair phones with: they come with the live stream, are shown while they are good, and vanish by themselves. */

import { get, LONG, query } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { follow } from '../stream.js';
import './count-down.js';

/** As long as a code is good whose event does not say so. */
const LIFE = 60_000;

const key = ({ source, instance, name }) => `${source}/${instance ?? name}`;

/** The codes that are good now; `draw()` is called when one comes or goes, `refresh()` when a state has changed. */
export function pairings({ draw, refresh, signal }) {
  const codes = new Map();
  const asked = new Set();

  function take(id, qr) {
    if (qr && (qr.image || qr.code || qr.pairingCode) && Date.parse(qr.expiresAt) > Date.now()) {
      codes.set(id, qr);
    } else {
      codes.delete(id);
    }
    draw();
  }

  /** The router draws a code that came without a picture, and asks for one where none came by itself. */
  async function ask({ source, name }) {
    const id = `${source}/${name}`;
    if (asked.has(id)) {
      return;
    }
    asked.add(id);
    try {
      take(
        id,
        await get(query(`/api/instances/${encodeURIComponent(name)}/qr`, { source }), { signal, patience: LONG }),
      );
    } catch {
      // The stream brings the next one.
    } finally {
      asked.delete(id);
    }
  }

  const stream = follow(
    { type: 'qrcode.updated,connection.changed', snapshot: 'instances' },
    {
      snapshot: ({ instances }) =>
        instances.forEach((one) => (one.qr?.code && !picture(one.qr) ? ask(one) : take(key(one), one.qr))),
      message(event) {
        if (event.type === 'connection.changed') {
          if (event.data.state !== 'connecting') {
            take(key(event), null);
          }
          refresh();
        } else if (event.data.available && !picture(event.data)) {
          ask({ source: event.source, name: event.instance });
        } else {
          take(key(event), event.data.available ? { ...event.data, expiresAt: expiry(event) } : null);
        }
      },
    },
  );

  return {
    of: (instance) => (instance.state === 'open' ? null : (codes.get(key(instance)) ?? null)),
    take: (instance, qr) => take(key(instance), qr.available ? qr : null),
    /** What the list says of codes that the stream has not brought. */
    compare: (all) => all.filter((one) => one.qrAvailable && !codes.has(key(one))).forEach(ask),
    expired() {
      [...codes].filter(([, { expiresAt }]) => Date.parse(expiresAt) <= Date.now()).forEach(([id]) => codes.delete(id));
      draw();
    },
    close: () => stream.close(),
  };
}

const expiry = ({ receivedAt }) => new Date((Date.parse(receivedAt) || Date.now()) + LIFE).toISOString();

const picture = ({ image }) => (image?.startsWith('data:image/') ? image : null);

/** The code to scan, the one to type, and how long they are good. */
export function pairing(code, name, expired) {
  const image = picture(code);
  return el(
    'figure',
    { class: 'pairing', 'data-testid': `qr-${name}` },
    image && el('img', { src: image, alt: t('qr.alt', { name }), width: 264, height: 264 }),
    el(
      'figcaption',
      {},
      el('strong', {}, t(image ? 'qr.scan' : 'qr.type')),
      el('span', {}, t(image ? 'qr.how' : 'qr.how.type')),
      code.pairingCode &&
        el(
          'span',
          {},
          image && t('qr.or'),
          ' ',
          el('output', { class: 'code-to-type' }, code.pairingCode.replace(/^(.{4})(.{4})$/, '$1-$2')),
        ),
      el('count-down', { data: { until: code.expiresAt, expired } }),
    ),
  );
}
