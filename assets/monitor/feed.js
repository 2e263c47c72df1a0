/** What the assistant does, as it tells it; comes back by itself whenever it is lost. */

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;
/** Something is told five times a second. */
const SILENCE_MS = 5000;

/** `ws://…/live` beside this page, with the token that the page was opened with. */
export function feedAddress() {
  const address = new URL('live', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const token = new URLSearchParams(location.search).get('token');
  address.search = token === null ? '' : `?${new URLSearchParams({ token })}`;
  address.hash = '';
  return address;
}

/**
 * @param {string | URL} address
 * @param {{ onMessage: (message: { type: string, version: number }) => void, onLost: (waitMs: number) => void }} listener
 */
export function readFeed(address, { onMessage, onLost }) {
  let waitMs = FIRST_WAIT_MS;
  const open = () => {
    const socket = new WebSocket(address);
    let silence = 0;
    const lose = () => {
      clearTimeout(silence);
      // A dead connection may take minutes to say so: nothing more is heard of it here.
      socket.onmessage = socket.onclose = null;
      socket.close();
      // Pages that lost the same server do not all come back at once.
      const pauseMs = waitMs * (0.75 + Math.random() / 2);
      setTimeout(open, pauseMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      onLost(pauseMs);
    };
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(lose, SILENCE_MS);
    };
    socket.onclose = lose;
    socket.onmessage = ({ data }) => {
      waitMs = FIRST_WAIT_MS;
      listen();
      onMessage(JSON.parse(data));
    };
    listen();
  };
  open();
}
