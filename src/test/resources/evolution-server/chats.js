import { RawProblem } from './problem.js';
import { atLeast } from './versions.js';

/** The exception of Evolution's WhatsApp library, which it answers with as it is. */
const CONNECTION_CLOSED = {
  data: null,
  isBoom: true,
  isServer: false,
  output: {
    statusCode: 428,
    payload: { statusCode: 428, error: 'Precondition Required', message: 'Connection Closed' },
    headers: {},
  },
};

export const findMessages = (store, version) => ({ instance, body }) => {
  const { where = {}, page = 1, offset = 50 } = body;
  const found = (store.messages.get(instance.name) ?? [])
    .filter(matches(where, version))
    .sort((left, right) => right.messageTimestamp - left.messageTimestamp);
  const records = found.slice((page - 1) * offset, page * offset);
  return {
    messages: { total: found.length, pages: Math.ceil(found.length / offset), currentPage: page, records },
  };
};

/** Evolution's filters with their gaps: a time counts only with both ends, and `fromMe: false` not at all. */
function matches({ key = {}, messageTimestamp: time = {}, id, source, messageType }, version) {
  const [from, to] = [time.gte, time.lte].map((text) => Math.floor(new Date(text).getTime() / 1000));
  const same = (wanted, actual) => !wanted || wanted === actual;
  return (record) =>
    (!time.gte || !time.lte || (record.messageTimestamp >= from && record.messageTimestamp <= to)) &&
    [id, source, messageType].every((wanted, at) => same(wanted, [record.id, record.source, record.messageType][at])) &&
    ['id', 'fromMe', 'participant'].every((field) => same(key[field], record.key[field])) &&
    inConversation(key, record.key, same, version);
}

/** 2.3.7 joins the two addresses with an OR, whose empty half lets everything through. */
const inConversation = (wanted, actual, same, version) =>
  atLeast(version, '2.3.7')
    ? same(wanted.remoteJid, actual.remoteJid) || same(wanted.remoteJidAlt, actual.remoteJidAlt)
    : same(wanted.remoteJid, actual.remoteJid);

export const whatsappNumbers = ({ instance, body }) => {
  if (instance.state !== 'open') {
    throw new RawProblem(400, CONNECTION_CLOSED);
  }
  return body.numbers.map((number) => ({ jid: `${number.replace(/\D/g, '')}@s.whatsapp.net`, exists: true, number }));
};
