/** Whether a version such as 2.3.7 or 2.4.0-rc2 is not older than another. */
export function atLeast(version, other) {
  const [left, right] = [version, other].map((text) => text.split(/[.-]/).map(Number));
  const at = [0, 1, 2].find((index) => left[index] !== right[index]);
  return at === undefined || left[at] > right[at];
}

const EVENTS = `APPLICATION_STARTUP QRCODE_UPDATED MESSAGES_SET MESSAGES_UPSERT MESSAGES_EDITED MESSAGES_UPDATE
  MESSAGES_DELETE SEND_MESSAGE CONTACTS_SET CONTACTS_UPSERT CONTACTS_UPDATE PRESENCE_UPDATE CHATS_SET CHATS_UPSERT
  CHATS_UPDATE CHATS_DELETE GROUPS_UPSERT GROUP_UPDATE GROUP_PARTICIPANTS_UPDATE CONNECTION_UPDATE LABELS_EDIT
  LABELS_ASSOCIATION CALL TYPEBOT_START TYPEBOT_CHANGE_STATUS REMOVE_INSTANCE LOGOUT_INSTANCE`.split(/\s+/);

/** What one can subscribe to. */
export function eventsOf(version) {
  const since230 = ['SEND_MESSAGE_UPDATE', 'INSTANCE_CREATE', 'INSTANCE_DELETE', 'STATUS_INSTANCE'];
  return [
    ...EVENTS,
    ...(atLeast(version, '2.3.0') ? since230 : []),
    ...(atLeast(version, '2.4.0') ? ['MESSAGING_HISTORY_SET'] : []),
  ];
}
