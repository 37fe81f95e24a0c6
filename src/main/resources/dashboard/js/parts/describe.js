/** An event in a few words: what it is, with whom, and what was said. */

import { el } from '../dom.js';
import { t, word } from '../i18n.js';
import { link } from '../router.js';

const DETAILS = {
  'message.status': (data) => word('status', data.status),
  'message.deleted': () => null,
  'connection.changed': (data) => word('connection', data.state),
  'presence.changed': (data) => word('presence', data.state),
  'qrcode.updated': (data) => (data.available ? t('qr.there') : t('qr.gone')),
  'contact.changed': (data) =>
    (data.contacts ?? []).map(({ name, phone: number, id }) => name ?? number ?? id).join(', '),
  'conversation.changed': (data) => [data.status, data.assignee?.name].filter(Boolean).join(' · '),
  'call.received': (data) => data.status,
  unrecognized: (data) => data.name,
};

/** What an event tells, as one line of text; empty where its type says it all. */
export function gist({ type: name, data }) {
  const detail = DETAILS[name]?.(data ?? {}) ?? spoken(data?.content);
  return typeof detail === 'string' ? detail : '';
}

function spoken(content) {
  if (!content) {
    return null;
  }
  const text = [content.text, content.caption, content.emoji, content.fileName, content.name].find(Boolean);
  return content.kind === 'text' ? text : [`[${word('content', content.kind)}]`, text].filter(Boolean).join(' ');
}

/** Whom an event is about: a name with the phone number, else the conversation. */
export function who({ data, conversation }) {
  const person = data?.chat ?? data?.sender;
  const parts = [person?.name, person?.phone ?? phone(conversation)].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : (conversation ?? '');
}

/** +55 … of a chat's JID; null of anything else. */
function phone(conversation) {
  const [, digits] = conversation?.match(/^(\d{6,15})(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/) ?? [];
  return digits ? `+${digits}` : null;
}

/** A delivery's conversation for people. */
export const conversationOf = (conversation) => phone(conversation) ?? conversation ?? '';

/** An event's type with the colour of its family. */
export function type(name) {
  return el('span', { class: `type ${String(name).split('.')[0]}` }, name ?? '–');
}

/** A link to what happened to the event's message. */
export function messageLink(event) {
  const id = event.data?.messageId;
  return id ? el('a', { href: link('search', '', { q: id }) }, el('code', {}, id)) : null;
}
