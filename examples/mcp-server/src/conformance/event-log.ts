/** The events of one session, so that a client whose stream broke can have the rest of it (MCP 2025-11-25, Resumability and Redelivery). */
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

interface LoggedEvent {
  readonly streamId: string;
  readonly message: JSONRPCMessage;
}

/** An event's id is its place in the session. */
export function createEventLog(): EventStore {
  const events: LoggedEvent[] = [];
  const streamOf = (eventId: string) => events[Number(eventId)]?.streamId;
  return {
    async storeEvent(streamId, message) {
      return String(events.push({ streamId, message }) - 1);
    },
    async getStreamIdForEventId(eventId) {
      return streamOf(eventId);
    },
    async replayEventsAfter(lastEventId, { send }) {
      const streamId = streamOf(lastEventId) ?? '';
      for (const [place, event] of events.entries()) {
        const isMissing = place > Number(lastEventId) && event.streamId === streamId && 'jsonrpc' in event.message;
        if (isMissing) await send(String(place), event.message);
      }
      return streamId;
    },
  };
}
