import { atLeast } from './versions.js';

/** {"$bytes": "<base64>"} becomes what the bytes of a message are in that version. */
export function revive(value, version) {
  if (typeof value?.$bytes === 'string') {
    if (!atLeast(version, '2.3.3')) {
      return value.$bytes;
    }
    const bytes = new Uint8Array(Buffer.from(value.$bytes, 'base64'));
    return atLeast(version, '2.3.6') ? bytes : { ...bytes };
  }
  if (Array.isArray(value)) {
    return value.map((item) => revive(item, version));
  }
  return value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revive(member, version)]))
    : value;
}
